import { Component, computed, input } from '@angular/core';
import { Role } from '../api/model';
import { useFill, useTexts } from '../i18n/use-texts';
import { Rights } from './rights';
import { texts } from './shared.texts';

/** Why a page offers or shows less than others see on it; nothing where it does all of it. */
@Component({
  selector: 'dg-rights-note',
  template: `
    @if (rights().lacks(needed())) {
      <p class="dg-muted">{{ words() }}</p>
    }
  `,
})
export class RightsNote {
  readonly rights = input.required<Rights>();
  readonly needed = input.required<Role>();
  /** Whether what cannot be changed is not even shown. */
  readonly hides = input(false);

  private readonly t = useTexts(texts);
  private readonly fill = useFill();
  protected readonly words = computed(() => {
    const t = this.t();
    const held = this.rights().role();
    const needed = t[this.needed()];
    return held
      ? this.fill(this.hides() ? t.seesRole : t.needsRole, { needed, held: t[held] })
      : this.fill(this.hides() ? t.seesAnyRole : t.needsAnyRole, { needed });
  });
}
