import { Component, computed, inject, input } from '@angular/core';
import { ClrProgressBarModule } from '@clr/angular/progress/progress-bars';
import { ended, Run } from '../api/model';
import { useFill, useTexts } from '../i18n/use-texts';
import { texts } from '../pages/runs/runs.texts';
import { Formatting } from './formatting';

/** How far a run is: a bar while it works, with rate and time left; what it waits for; what it sent when it ended. */
@Component({
  selector: 'dg-run-progress',
  imports: [ClrProgressBarModule],
  template: `
    @if (run().state === 'WAITING' || run().state === 'QUEUED') {
      <span class="dg-muted">{{ run().waitingFor }}</span>
    } @else if (run().state === 'RUNNING') {
      @if (percent() !== undefined) {
        <clr-progress-bar
          [clrValue]="percent() ?? 0"
          clrLabeled
          [attr.aria-label]="t().progress"
          [clrDisplayval]="percent() + '%'"
        />
      } @else {
        <clr-progress-bar clrLoop [attr.aria-label]="t().progress" />
      }
      <span class="dg-muted">{{ words() }}</span>
    } @else {
      {{ (run().bytesDone ?? 0) > 0 ? format.bytes(run().bytesDone) : '' }}
    }
  `,
})
export class RunProgress {
  readonly run = input.required<Run>();
  protected readonly t = useTexts(texts);
  protected readonly format = inject(Formatting);
  private readonly fill = useFill();
  protected readonly percent = computed(() => percentOf(this.run()));
  protected readonly words = computed(() => {
    const { bytesDone, bytesTotal, bytesPerSecond, etaSeconds } = this.run();
    const t = this.t();
    return [
      !bytesTotal
        ? this.format.bytes(bytesDone)
        : this.fill(t.ofTotal, { done: this.format.bytes(bytesDone), total: this.format.bytes(bytesTotal) }),
      ...(!bytesPerSecond ? [] : [this.format.rate(bytesPerSecond)]),
      ...(etaSeconds === undefined ? [] : [this.fill(t.left, { time: this.format.duration(etaSeconds) })]),
    ].join(' · ');
  });
}

/** Whole percents; 100 only at the end, because sizes are estimates. Undefined where the total is not known. */
export function percentOf(run: Pick<Run, 'bytesDone' | 'bytesTotal' | 'state'>): number | undefined {
  if (ended(run) || !run.bytesTotal) {
    return undefined;
  }
  return Math.min(99, Math.floor(((run.bytesDone ?? 0) / run.bytesTotal) * 100));
}
