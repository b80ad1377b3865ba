import { Component, computed, inject, signal } from '@angular/core';
import { ClrDatagridModule } from '@clr/angular/data/datagrid';
import { answer, Api } from '../../api/api';
import { Datastore, ReplicationTask, SnapshotTask } from '../../api/model';
import { Host } from '../../host/host';
import { useFill, useTexts } from '../../i18n/use-texts';
import { ConfirmName } from '../../shared/confirm-name';
import { Formatting } from '../../shared/formatting';
import { PageFrame } from '../../shared/page-frame';
import { ProblemAlert } from '../../shared/problem-alert';
import { useRights } from '../../shared/rights';
import { RightsNote } from '../../shared/rights-note';
import { RunStarted } from '../../shared/run-started';
import { TaskWork } from '../../shared/task-work';
import { watched } from '../../shared/watched';
import { LastRun } from './last-run';
import { PlanDialog, PlanEnd } from './plan-dialog';
import { ReplicationForm, Saved } from './replication-form';
import { texts } from './replication.texts';

/** What the page shows above or instead of the list. */
type Shown =
  | { kind: 'form'; task?: ReplicationTask; release?: boolean }
  | { kind: 'plan'; task: ReplicationTask; release: boolean; wanted: boolean }
  | { kind: 'delete'; task: ReplicationTask };

/** The replication tasks of a datastore. */
@Component({
  selector: 'dg-replication-page',
  imports: [
    PageFrame,
    ClrDatagridModule,
    ReplicationForm,
    PlanDialog,
    ConfirmName,
    LastRun,
    ProblemAlert,
    RightsNote,
    RunStarted,
  ],
  template: `
    @if (form(); as form) {
      @if (all(); as all) {
        <dg-replication-form
          [datastore]="all.datastore"
          [snapshotTasks]="all.snapshotTasks"
          [task]="form.task"
          (saved)="saved($event)"
          (cancelled)="close()"
        />
      }
    } @else {
      <dg-page [title]="t().title" [of]="data" [empty]="all()?.tasks?.length === 0">
        @if (mapped() && rights.may('REPLICATE')) {
          <button page-actions type="button" class="btn btn-primary" (click)="shown.set({ kind: 'form' })">
            {{ t().add }}
          </button>
        }
        <div page-empty>
          @if (mapped()) {
            <p>{{ t().empty }}</p>
            <dg-rights-note [rights]="rights" needed="REPLICATE" />
          } @else {
            <p>{{ t().unmapped }}</p>
            <p class="dg-muted">{{ all()?.datastore?.mapping?.reason }}</p>
            <button type="button" class="btn" (click)="host.go({ page: 'nas' })">{{ t().toNas }}</button>
          }
        </div>
        <dg-rights-note [rights]="rights" needed="REPLICATE" />
        @if (work.problem(); as problem) {
          <dg-problem [problem]="problem" />
        }
        <dg-run-started [(task)]="actions.started" />
        <clr-datagrid [clrDgLoading]="data.isLoading()">
          <clr-dg-column>{{ t().name }}</clr-dg-column>
          <clr-dg-column>{{ t().target }}</clr-dg-column>
          <clr-dg-column>{{ t().starts }}</clr-dg-column>
          <clr-dg-column [style.width.px]="230">{{ t().lastRun }}</clr-dg-column>
          <clr-dg-column>{{ t().state }}</clr-dg-column>
          @for (task of all()?.tasks ?? []; track task.id) {
            <clr-dg-row>
              @if (rights.may('REPLICATE')) {
                <clr-dg-action-overflow [clrDgActionOverflowButtonLabel]="fill(t().more, { name: task.name })">
                  @if (task.enabled) {
                    <button type="button" class="action-item" (click)="actions.run(task)">{{ t().run }}</button>
                  }
                  <button type="button" class="action-item" (click)="plan(task)">{{ t().dryRun }}</button>
                  <button type="button" class="action-item" (click)="actions.toggle(task)">
                    {{ task.enabled ? t().disable : t().enable }}
                  </button>
                  <button type="button" class="action-item" (click)="shown.set({ kind: 'form', task })">
                    {{ t().edit }}
                  </button>
                  <button type="button" class="action-item" (click)="shown.set({ kind: 'delete', task })">
                    {{ t().delete }}
                  </button>
                </clr-dg-action-overflow>
              }
              <clr-dg-cell>{{ task.name }}</clr-dg-cell>
              <clr-dg-cell>{{ task.remoteDataset }}</clr-dg-cell>
              <clr-dg-cell>
                {{ starts(task) }}
                @if (task.begin) {
                  <br />
                  <span class="dg-muted">{{ format.window(task.begin, task.end) }} ({{ task.timeZone }})</span>
                }
              </clr-dg-cell>
              <clr-dg-cell><dg-last-run [taskId]="task.id" [refreshes]="host.refreshes()" /></clr-dg-cell>
              <clr-dg-cell>{{ task.enabled ? t().enabledState : t().disabledState }}</clr-dg-cell>
            </clr-dg-row>
          }
        </clr-datagrid>
      </dg-page>
    }
    @if (planned(); as planned) {
      <dg-plan-dialog
        [task]="planned.task"
        [release]="planned.release"
        [wanted]="planned.wanted"
        (finished)="planEnded($event)"
      />
    }
    @if (deleting(); as task) {
      <dg-confirm-name
        [title]="fill(t().deleteTitle, { name: task.name })"
        [name]="task.name"
        [busy]="work.busy()"
        [problem]="work.problem()"
        (confirmed)="remove(task)"
        (dismissed)="close()"
      >
        <p>{{ fill(t().deleteLoss, { target: task.remoteDataset }) }}</p>
      </dg-confirm-name>
    }
  `,
})
export class ReplicationPage {
  private readonly api = inject(Api);
  protected readonly host = inject(Host);

  protected readonly format = inject(Formatting);
  protected readonly t = useTexts(texts);
  protected readonly fill = useFill();
  protected readonly actions = new TaskWork('/replication-tasks');
  protected readonly work = this.actions.work;
  protected readonly rights = useRights(() => this.host.objectIds()[0]);
  protected readonly shown = signal<Shown | undefined>(undefined);

  protected readonly data = watched(
    () => ({ refreshes: this.host.refreshes(), id: this.host.objectIds()[0] ?? '' }),
    ({ id }, signal) => this.load(id, signal),
  );
  protected readonly all = this.data.value;
  protected readonly mapped = computed(() => this.all()?.datastore.mapping.status === 'MAPPED');
  protected readonly form = computed(() => {
    const shown = this.shown();
    return shown?.kind === 'form' ? shown : undefined;
  });
  protected readonly planned = computed(() => {
    const shown = this.shown();
    return shown?.kind === 'plan' ? shown : undefined;
  });
  protected readonly deleting = computed(() => {
    const shown = this.shown();
    return shown?.kind === 'delete' ? shown.task : undefined;
  });

  /** The datastore names its tasks, so that not all tasks of the installation have to be looked through. */
  private async load(id: string, signal: AbortSignal) {
    const datastore = await answer<Datastore>(
      this.api.client.GET('/datastores/{id}', { params: { path: { id } }, signal }),
    );
    const [tasks, snapshotTasks] = await Promise.all([
      Promise.all(
        (datastore.protection.replicationTaskIds ?? []).map((task) =>
          answer<ReplicationTask>(
            this.api.client.GET('/replication-tasks/{id}', { params: { path: { id: task } }, signal }),
          ),
        ),
      ),
      Promise.all(
        (datastore.protection.snapshotTaskIds ?? []).map((task) =>
          answer<SnapshotTask>(this.api.client.GET('/snapshot-tasks/{id}', { params: { path: { id: task } }, signal })),
        ),
      ),
    ]);
    return { datastore, tasks: tasks.sort((a, b) => a.name.localeCompare(b.name)), snapshotTasks };
  }

  protected starts(task: ReplicationTask): string {
    const t = this.t();
    return task.trigger === 'SCHEDULE' ? t.scheduled : task.trigger === 'MANUAL' ? t.manual : t.afterSnapshot;
  }

  protected plan(task: ReplicationTask): void {
    this.shown.set({ kind: 'plan', task, release: false, wanted: true });
  }

  protected saved({ task, wanted, fresh }: Saved): void {
    const release = fresh || this.form()?.release === true;
    this.shown.set(release ? { kind: 'plan', task, release, wanted: wanted || !fresh } : undefined);
    this.host.refresh();
  }

  protected planEnded(end: PlanEnd): void {
    const planned = this.planned();
    this.close();
    if (end === 'edit' && planned) {
      this.shown.set({ kind: 'form', task: planned.task, release: planned.release });
    } else if (end === 'started') {
      this.actions.started.set(planned?.task.name);
    }
  }

  protected async remove(task: ReplicationTask): Promise<void> {
    if (await this.actions.remove(task)) {
      this.close();
    }
  }

  protected close(): void {
    this.shown.set(undefined);
    this.work.forget();
    this.host.refresh();
  }
}
