import { Component, computed, input } from '@angular/core';
import { ClrIcon } from '@clr/angular/icon';
import { SchemaRegistration } from '../../api/schema';
import { useTexts } from '../../i18n/use-texts';
import { texts } from './vcenters.texts';

type State = NonNullable<SchemaRegistration['state']>;
const LOOKS: Record<State, { shape: string; status: 'success' | 'warning' | 'danger' | '' }> = {
  NOT_REGISTERED: { shape: 'minus-circle', status: '' },
  REGISTERED: { shape: 'check-circle', status: 'success' },
  DRIFTED: { shape: 'warning-standard', status: 'warning' },
  OWNED_BY_OTHER: { shape: 'error-standard', status: 'danger' },
};

/** How a registration stands: sign, colour and word. */
@Component({
  selector: 'dg-registration-state',
  imports: [ClrIcon],
  template: `
    @if (state(); as state) {
      <cds-icon [shape]="look().shape" [status]="look().status"></cds-icon>
      {{ words()[state] }}
    }
  `,
})
export class RegistrationState {
  readonly state = input.required<State | undefined>();
  private readonly t = useTexts(texts);
  protected readonly look = computed(() => {
    const state = this.state();
    return LOOKS[state ?? 'NOT_REGISTERED'];
  });
  protected readonly words = computed<Record<State, string>>(() => ({
    NOT_REGISTERED: this.t().NOT_REGISTERED,
    REGISTERED: this.t().REGISTERED,
    DRIFTED: this.t().DRIFTED,
    OWNED_BY_OTHER: this.t().OWNED_BY_OTHER,
  }));
}
