import { Component, computed, effect, inject, input, signal, untracked } from '@angular/core';
import { answer, Api } from '../../api/api';
import { SchemaSchedulePreview } from '../../api/schema';
import { useTexts } from '../../i18n/use-texts';
import { Formatting } from '../../shared/formatting';
import { watched } from '../../shared/watched';
import { texts } from './snapshots.texts';

const PAUSE_MILLIS = 400;

/** When a schedule is due next, by the clock of its zone. The server reckons; it knows the rules of summer time. */
@Component({
  selector: 'dg-next-times',
  template: `
    <h2 cds-text="section">{{ t().next }}</h2>
    @if (times(); as times) {
      <ol class="times" aria-live="polite">
        @for (time of times; track time) {
          <li>{{ time }}</li>
        } @empty {
          <li>{{ t().nextNone }}</li>
        }
      </ol>
    } @else {
      <p class="dg-muted">–</p>
    }
  `,
  styles: `
    :host {
      display: block;
    }
    h2[cds-text] {
      margin: var(--cds-global-space-7) 0 0;
    }
    .times {
      margin: var(--cds-global-space-3) 0 0;
      list-style: none;
    }
  `,
})
export class NextTimes {
  /** Undefined while the form cannot say. */
  readonly schedule = input.required<SchemaSchedulePreview | undefined>();

  private readonly api = inject(Api);
  private readonly format = inject(Formatting);
  protected readonly t = useTexts(texts);
  /** What was typed, once the typing paused. */
  private readonly settled = signal<SchemaSchedulePreview | undefined>(undefined);
  private readonly next = watched(
    () => this.settled(),
    async (body, signal) => ({
      of: body,
      next: await answer<SchemaSchedulePreview>(this.api.client.POST('/schedule-previews', { body, signal })),
    }),
  );
  protected readonly times = computed(() => {
    const found = this.next.value();
    const zone = this.schedule()?.timeZone;
    return found && zone && found.of === this.settled() && !this.next.error()
      ? (found.next.next ?? []).map((time) => this.format.timeIn(time, zone))
      : undefined;
  });

  constructor() {
    effect((onCleanup) => {
      const schedule = this.schedule();
      const first = untracked(this.settled) === undefined;
      const timer = setTimeout(() => this.settled.set(schedule), first ? 0 : PAUSE_MILLIS);
      onCleanup(() => clearTimeout(timer));
    });
  }
}
