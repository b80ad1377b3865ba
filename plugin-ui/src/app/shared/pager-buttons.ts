import { Component, computed, input } from '@angular/core';
import { ClrIcon } from '@clr/angular/icon';
import { useFill, useTexts } from '../i18n/use-texts';
import { Pager } from './pager';
import { texts } from './shared.texts';

/** The foot of a datagrid: how many are shown, back to the start, and on. Nothing where the list has one part. */
@Component({
  selector: 'dg-pager',
  imports: [ClrIcon],
  template: `
    <span class="dg-muted">{{ shown() }}</span>
    @if (pager().hasPrevious()) {
      <button type="button" class="btn btn-sm btn-link" (click)="pager().restart()">{{ t().first }}</button>
      <button type="button" class="btn btn-sm btn-link" (click)="pager().back()">
        <cds-icon shape="angle" direction="left"></cds-icon>
        {{ t().previous }}
      </button>
    }
    @if (nextCursor(); as next) {
      <button type="button" class="btn btn-sm btn-link" (click)="pager().forward(next)">
        {{ t().next }}
        <cds-icon shape="angle" direction="right"></cds-icon>
      </button>
    }
  `,
  styles: `
    /* The usual colour of a link is too weak on the tint of a footer. */
    .btn {
      color: var(--cds-alias-typography-color-400);
    }
  `,
})
export class PagerButtons {
  readonly pager = input.required<Pager>();
  readonly count = input.required<number>();
  readonly nextCursor = input<string>();
  /** On all pages, where that is known. */
  readonly total = input<number>();
  protected readonly t = useTexts(texts);
  private readonly fill = useFill();
  protected readonly shown = computed(() => {
    const total = this.total();
    return total === undefined
      ? this.fill(this.t().shown, { n: this.count() })
      : this.fill(this.t().shownOf, { n: this.count(), total });
  });
}
