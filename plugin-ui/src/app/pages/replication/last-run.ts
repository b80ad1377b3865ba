import { Component, computed, inject, input } from '@angular/core';
import { answer, Api } from '../../api/api';
import { ended, Page, Run } from '../../api/model';
import { useTexts } from '../../i18n/use-texts';
import { Formatting } from '../../shared/formatting';
import { RunStateView } from '../../shared/run-state';
import { watched } from '../../shared/watched';
import { whileShown } from '../../shared/while-shown';
import { texts } from './replication.texts';

const AGAIN_MILLIS = 2000;

/** How a task's newest run went, or goes. */
@Component({
  selector: 'dg-last-run',
  imports: [RunStateView],
  template: `
    @if (run(); as run) {
      <span [title]="run.error?.message ?? run.waitingFor ?? ''">
        <dg-run-state [state]="run.state" />
        <span class="dg-muted dg-nowrap">{{ ago() }}</span>
      </span>
    } @else if (runs.hasValue()) {
      {{ t().never }}
    }
  `,
})
export class LastRun {
  readonly taskId = input.required<string>();
  /** Changes when there may be a new run. */
  readonly refreshes = input(0);

  private readonly api = inject(Api);
  private readonly format = inject(Formatting);
  protected readonly t = useTexts(texts);
  protected readonly runs = watched(
    () => ({ task: this.taskId(), refreshes: this.refreshes() }),
    ({ task }, signal) =>
      answer<Page<Run>>(this.api.client.GET('/runs', { params: { query: { task, limit: '1' } }, signal })),
  );
  protected readonly run = computed(() => this.runs.value()?.items[0]);
  /** As of when the run was asked for; a template's own clock would tick while it is drawn. */
  protected readonly ago = computed(() => {
    const run = this.run();
    return run ? this.format.ago(run.endedAt ?? run.startedAt ?? run.createdAt) : '';
  });

  constructor() {
    whileShown(
      () => AGAIN_MILLIS,
      () => {
        const run = this.run();
        if (run && !ended(run)) {
          this.runs.reload();
        }
      },
    );
  }
}
