import { Component, computed, inject, input, output, signal } from '@angular/core';
import { ClrDatagridModule } from '@clr/angular/data/datagrid';
import { SnapshotTask } from '../../api/model';
import { Host } from '../../host/host';
import { useFill, useTexts } from '../../i18n/use-texts';
import { ConfirmName } from '../../shared/confirm-name';
import { Formatting } from '../../shared/formatting';
import { ProblemAlert } from '../../shared/problem-alert';
import { Rights } from '../../shared/rights';
import { RunStarted } from '../../shared/run-started';
import { TaskWork } from '../../shared/task-work';
import { intervals, units } from '../replication/choices';
import { cronText } from '../replication/draft';
import { LastRun } from '../replication/last-run';
import { texts as replicationTexts } from '../replication/replication.texts';
import { RetentionDialog } from './retention-dialog';
import { taskDraftOf } from './task-draft';
import { texts } from './snapshots.texts';

/** The snapshot tasks of a datastore. */
@Component({
  selector: 'dg-snapshot-tasks',
  imports: [ClrDatagridModule, LastRun, RunStarted, ConfirmName, RetentionDialog, ProblemAlert],
  template: `
    @if (!deleting() && work.problem(); as problem) {
      <dg-problem [problem]="problem" />
    }
    <dg-run-started [(task)]="actions.started" />
    @if (tasks().length) {
      <clr-datagrid>
        <clr-dg-column>{{ t().name }}</clr-dg-column>
        <clr-dg-column>{{ t().when }}</clr-dg-column>
        <clr-dg-column>{{ t().kept }}</clr-dg-column>
        <clr-dg-column [style.width.px]="230">{{ t().lastRun }}</clr-dg-column>
        <clr-dg-column>{{ t().state }}</clr-dg-column>
        @for (task of tasks(); track task.id) {
          <clr-dg-row>
            @if (rights().may('SNAPSHOT')) {
              <clr-dg-action-overflow [clrDgActionOverflowButtonLabel]="fill(t().more, { name: task.name })">
                @if (task.enabled) {
                  <button type="button" class="action-item" (click)="actions.run(task)">{{ t().runNow }}</button>
                }
                <button type="button" class="action-item" (click)="previewing.set(task)">{{ t().preview }}</button>
                <button type="button" class="action-item" (click)="actions.toggle(task)">
                  {{ task.enabled ? t().disable : t().enable }}
                </button>
                <button type="button" class="action-item" (click)="edit.emit(task)">{{ t().edit }}</button>
                <button type="button" class="action-item" (click)="deleting.set(task)">{{ t().delete }}</button>
              </clr-dg-action-overflow>
            }
            <clr-dg-cell>{{ task.name }}</clr-dg-cell>
            <clr-dg-cell>
              {{ when(task) }}
              <br />
              <span class="dg-muted">{{ format.window(task.begin, task.end) }} ({{ task.timeZone }})</span>
            </clr-dg-cell>
            <clr-dg-cell>{{ kept(task) }}</clr-dg-cell>
            <clr-dg-cell><dg-last-run [taskId]="task.id" [refreshes]="host.refreshes()" /></clr-dg-cell>
            <clr-dg-cell>{{ task.enabled ? t().enabledState : t().disabledState }}</clr-dg-cell>
          </clr-dg-row>
        }
      </clr-datagrid>
    } @else {
      <p class="empty">{{ t().taskEmpty }}</p>
    }
    @if (previewing(); as task) {
      <dg-retention-dialog [task]="task" (closed)="previewing.set(undefined)" />
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
        <p>{{ t().deleteTask }}</p>
      </dg-confirm-name>
    }
  `,
  styles: `
    .empty {
      max-width: 40rem;
      margin: var(--cds-global-space-9) auto;
      text-align: center;
    }
  `,
})
export class SnapshotTasks {
  readonly tasks = input.required<readonly SnapshotTask[]>();
  readonly rights = input.required<Rights>();
  readonly edit = output<SnapshotTask>();

  protected readonly host = inject(Host);
  protected readonly format = inject(Formatting);
  protected readonly t = useTexts(texts);
  private readonly replication = useTexts(replicationTexts);
  protected readonly fill = useFill();
  protected readonly actions = new TaskWork('/snapshot-tasks');
  protected readonly work = this.actions.work;
  protected readonly previewing = signal<SnapshotTask | undefined>(undefined);
  protected readonly deleting = signal<SnapshotTask | undefined>(undefined);
  private readonly intervals = computed(() => intervals(this.replication()));
  private readonly units = computed(() => units(this.replication()));

  protected when(task: SnapshotTask): string {
    if (task.schedule) {
      return this.fill(this.t().cronIs, { cron: cronText(task.schedule) });
    }
    const own = taskDraftOf(task).interval;
    const interval = this.intervals().find((known) => known.value === own)?.text ?? own;
    return this.fill(this.t().everyInterval, { interval });
  }

  protected kept(task: SnapshotTask): string {
    const lifetime = task.lifetime;
    const unit = this.units().find((known) => known.value === lifetime?.unit)?.text ?? '';
    return lifetime ? `${lifetime.value} ${unit.toLowerCase()}` : this.t().keptForEver;
  }

  protected async remove(task: SnapshotTask): Promise<void> {
    if (await this.actions.remove(task)) {
      this.close();
    }
  }

  protected close(): void {
    this.deleting.set(undefined);
    this.work.forget();
    this.host.refresh();
  }
}
