import { Component, computed, DestroyRef, inject, input, output, resource, signal } from '@angular/core';
import { ClrModalModule } from '@clr/angular/modal';
import { ClrSpinnerModule } from '@clr/angular/progress/spinner';
import { answer, Api, ifMatch } from '../../api/api';
import { ReplicationTask, Run } from '../../api/model';
import { asProblem, ProblemError } from '../../api/problem';
import { SchemaPlan, SchemaReplicationTask } from '../../api/schema';
import { untilEnded } from '../../api/until-ended';
import { useFill, useTexts } from '../../i18n/use-texts';
import { ProblemAlert } from '../../shared/problem-alert';
import { Work } from '../../shared/work';
import { PlanView } from './plan-view';
import { texts } from './replication.texts';

/** How the dialog ended. */
export type PlanEnd = 'closed' | 'edit' | 'enabled' | 'started';

/** What a task would do now, asked of both machines; a new task is let go from here. */
@Component({
  selector: 'dg-plan-dialog',
  imports: [ClrModalModule, ClrSpinnerModule, PlanView, ProblemAlert],
  template: `
    <clr-modal
      [clrModalOpen]="true"
      (clrModalOpenChange)="finished.emit('closed')"
      clrModalSize="lg"
      [clrModalStaticBackdrop]="true"
    >
      <h2 class="modal-title">{{ fill(t().planTitle, { name: task().name }) }}</h2>
      <div class="modal-body">
        @if (release()) {
          <p>{{ t().planSaved }}</p>
        }
        @if (problem(); as problem) {
          <dg-problem [problem]="problem" />
        }
        @if (plan.isLoading()) {
          <p role="status">
            <clr-spinner clrInline></clr-spinner>
            {{ t().planAsking }}
          </p>
        } @else if (noSnapshot()) {
          <p>{{ t().planFirst }}</p>
          @if (task().snapshotTaskIds?.length) {
            @if (taking()) {
              <p role="status">
                <clr-spinner clrInline></clr-spinner>
                {{ t().taking }}
              </p>
            } @else {
              <button type="button" class="btn" (click)="takeFirst()">{{ t().takeFirst }}</button>
            }
          }
        } @else if (plan.hasValue()) {
          <dg-plan [plan]="plan.value()" (settle)="finished.emit('edit')" />
        }
      </div>
      <div class="modal-footer">
        <button type="button" class="btn btn-link" [disabled]="plan.isLoading()" (click)="plan.reload()">
          {{ t().planAgain }}
        </button>
        @if (release()) {
          <button type="button" class="btn btn-outline" (click)="finished.emit('closed')">
            {{ t().leaveDisabled }}
          </button>
          @if (wanted()) {
            <button type="button" class="btn btn-outline" [disabled]="work.busy()" (click)="enable()">
              {{ t().enableOnly }}
            </button>
          }
          <button type="button" class="btn btn-primary" [disabled]="work.busy() || !clear()" (click)="enableAndRun()">
            {{ t().enableAndRun }}
          </button>
        } @else {
          <button type="button" class="btn btn-outline" (click)="finished.emit('closed')">{{ t().close }}</button>
          @if (task().enabled) {
            <button type="button" class="btn btn-primary" [disabled]="work.busy() || !clear()" (click)="start(task())">
              {{ t().run }}
            </button>
          }
        }
      </div>
    </clr-modal>
  `,
})
export class PlanDialog {
  readonly task = input.required<ReplicationTask>();
  /** Whether this is a new task, kept disabled until its plan has been seen. */
  readonly release = input(false);
  /** Whether the form said that it is to be enabled. */
  readonly wanted = input(true);
  readonly finished = output<PlanEnd>();

  private readonly api = inject(Api);
  protected readonly t = useTexts(texts);
  protected readonly fill = useFill();
  protected readonly work = new Work();
  protected readonly taking = signal(false);
  private enabled: ReplicationTask | undefined;
  private readonly gone = new AbortController();

  constructor() {
    inject(DestroyRef).onDestroy(() => this.gone.abort());
  }

  protected readonly plan = resource({
    params: () => this.task().id,
    loader: ({ params: id, abortSignal: signal }) =>
      answer<SchemaPlan>(this.api.client.POST('/replication-tasks/{id}/plan', { params: { path: { id } }, signal })),
  });
  protected readonly problem = computed(() => {
    const error = this.plan.error();
    return this.work.problem() ?? (error === undefined ? undefined : asProblem(error));
  });
  /** A first run waits for a plan without conflicts. */
  protected readonly clear = computed(() => this.plan.hasValue() && (this.plan.value().conflicts ?? []).length === 0);

  /** What every new task meets where nothing has been taken yet, and no failure. */
  protected readonly noSnapshot = computed(() => {
    const conflicts = this.plan.hasValue() ? (this.plan.value().conflicts ?? []) : [];
    return conflicts.length > 0 && conflicts.every((conflict) => conflict.code === 'SOURCE_HAS_NO_SNAPSHOT');
  });

  /** So that there is something to plan: its snapshot tasks take theirs now. */
  protected async takeFirst(): Promise<void> {
    this.taking.set(true);
    await this.work.do(async () => {
      for (const id of this.task().snapshotTaskIds ?? []) {
        const run = await answer<Run>(this.api.client.POST('/snapshot-tasks/{id}/run', { params: { path: { id } } }));
        const { error } = await untilEnded(this.api, run, this.gone.signal);
        if (error) {
          throw new ProblemError({ ...error, title: error.message });
        }
      }
      this.plan.reload();
    });
    this.taking.set(false);
  }

  protected async enable(): Promise<void> {
    if (await this.work.do(() => this.switchOn())) {
      this.finished.emit('enabled');
    }
  }

  protected async enableAndRun(): Promise<void> {
    await this.work.do(async () => this.run(await this.switchOn()));
  }

  protected async start(task: ReplicationTask): Promise<void> {
    await this.work.do(() => this.run(task));
  }

  private async run(task: ReplicationTask): Promise<void> {
    await answer<Run>(this.api.client.POST('/replication-tasks/{id}/run', { params: { path: { id: task.id } } }));
    this.finished.emit('started');
  }

  /** Once only: a second attempt to start the run must not fail because the first one enabled the task. */
  private async switchOn(): Promise<ReplicationTask> {
    const { id, version } = this.task();
    this.enabled ??= await answer<ReplicationTask>(
      this.api.client.PATCH('/replication-tasks/{id}', {
        params: { path: { id }, header: ifMatch(version) },
        body: { enabled: true } as SchemaReplicationTask,
      }),
    );
    return this.enabled;
  }
}
