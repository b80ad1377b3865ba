import { Component, computed, DestroyRef, effect, inject, input, resource } from '@angular/core';
import { ClrIcon } from '@clr/angular/icon';
import { ClrSpinnerModule } from '@clr/angular/progress/spinner';
import { answer, Api } from '../../api/api';
import { ended, Page, Run } from '../../api/model';
import { useTexts } from '../../i18n/use-texts';
import { Formatting } from '../../shared/formatting';
import { texts } from './replication.texts';

const AGAIN_MILLIS = 2000;

/** How a task's newest run went, or goes. */
@Component({
  selector: 'dg-last-run',
  imports: [ClrSpinnerModule, ClrIcon],
  template: `
    @if (run(); as run) {
      <span [title]="run.error?.message ?? run.waitingFor ?? ''">
        @switch (run.state) {
          @case ('SUCCEEDED') {
            <cds-icon shape="check-circle" status="success"></cds-icon>
          }
          @case ('SUCCEEDED_WITH_WARNINGS') {
            <cds-icon shape="warning-standard" status="warning"></cds-icon>
          }
          @case ('FAILED') {
            <cds-icon shape="error-standard" status="danger"></cds-icon>
          }
          @case ('CANCELLED') {
            <cds-icon shape="minus-circle"></cds-icon>
          }
          @case ('RUNNING') {
            <clr-spinner clrInline></clr-spinner>
          }
          @default {
            <cds-icon shape="clock"></cds-icon>
          }
        }
        {{ states()[run.state] }}
        <span class="dg-muted">{{ ago() }}</span>
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
  protected readonly runs = resource({
    params: () => ({ task: this.taskId(), refreshes: this.refreshes() }),
    loader: ({ params, abortSignal: signal }) =>
      answer<Page<Run>>(this.api.client.GET('/runs', { params: { query: { task: params.task, limit: '1' } }, signal })),
  });
  protected readonly run = computed(() => (this.runs.hasValue() ? this.runs.value().items[0] : undefined));
  /** As of when the run was asked for; a template's own clock would tick while it is drawn. */
  protected readonly ago = computed(() => {
    const run = this.run();
    return run ? this.format.ago(run.endedAt ?? run.startedAt ?? run.createdAt) : '';
  });
  protected readonly states = computed<Record<Run['state'], string>>(() => ({
    QUEUED: this.t().QUEUED,
    WAITING: this.t().WAITING,
    RUNNING: this.t().RUNNING,
    SUCCEEDED: this.t().SUCCEEDED,
    SUCCEEDED_WITH_WARNINGS: this.t().SUCCEEDED_WITH_WARNINGS,
    FAILED: this.t().FAILED,
    CANCELLED: this.t().CANCELLED,
  }));
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    inject(DestroyRef).onDestroy(() => clearTimeout(this.timer));
    effect(() => {
      const run = this.run();
      clearTimeout(this.timer);
      if (run && !ended(run)) {
        this.timer = setTimeout(() => this.runs.reload(), AGAIN_MILLIS);
      }
    });
  }
}
