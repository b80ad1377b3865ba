import { Component, computed, inject, signal } from '@angular/core';
import { ClrTabsModule } from '@clr/angular/layout/tabs';
import { answer, Api } from '../../api/api';
import { Datastore, SnapshotTask } from '../../api/model';
import { Host } from '../../host/host';
import { useTexts } from '../../i18n/use-texts';
import { PageFrame } from '../../shared/page-frame';
import { useRights } from '../../shared/rights';
import { RightsNote } from '../../shared/rights-note';
import { watched } from '../../shared/watched';
import { SnapshotList } from './snapshot-list';
import { SnapshotTasks } from './snapshot-tasks';
import { TaskForm } from './task-form';
import { texts } from './snapshots.texts';

/** The snapshots of a datastore, and the tasks that take them. */
@Component({
  selector: 'dg-snapshots-page',
  imports: [PageFrame, ClrTabsModule, RightsNote, SnapshotList, SnapshotTasks, TaskForm],
  template: `
    @if (form(); as form) {
      @if (data.value(); as all) {
        <dg-task-form [datastore]="all.datastore" [task]="form.task" (saved)="close()" (cancelled)="close()" />
      }
    } @else {
      <dg-page [title]="t().title" [of]="data" [empty]="!mapped()">
        <div page-actions>
          @if (mapped() && rights.may('SNAPSHOT')) {
            <button type="button" class="btn btn-outline" (click)="form.set({})">{{ t().addTask }}</button>
            <button type="button" class="btn btn-primary" (click)="take()">{{ t().take }}</button>
          }
        </div>
        <div page-empty>
          <p>{{ t().unmapped }}</p>
          <p class="dg-muted">{{ data.value()?.datastore?.mapping?.reason }}</p>
          <button type="button" class="btn" (click)="host.go({ page: 'nas' })">{{ t().toNas }}</button>
        </div>
        <dg-rights-note [rights]="rights" needed="SNAPSHOT" />
        <clr-tabs>
          <clr-tab>
            <button clrTabLink>{{ t().tabSnapshots }}</button>
            <clr-tab-content *clrIfActive><dg-snapshot-list [datastore]="id()" [rights]="rights" /></clr-tab-content>
          </clr-tab>
          <clr-tab>
            <button clrTabLink>{{ t().tabTasks }}</button>
            <clr-tab-content *clrIfActive="onTasks()">
              <dg-snapshot-tasks
                [tasks]="data.value()?.tasks ?? []"
                [rights]="rights"
                (edit)="form.set({ task: $event })"
              />
            </clr-tab-content>
          </clr-tab>
        </clr-tabs>
      </dg-page>
    }
  `,
  styles: `
    clr-tab-content {
      display: block;
      padding-top: var(--cds-global-space-6);
    }
  `,
})
export class SnapshotsPage {
  private readonly api = inject(Api);
  protected readonly host = inject(Host);
  protected readonly t = useTexts(texts);
  protected readonly id = computed(() => this.host.objectIds()[0] ?? '');
  protected readonly rights = useRights(() => this.id());
  protected readonly form = signal<{ task?: SnapshotTask } | undefined>(undefined);
  /** After the form, the list that shows what it made. */
  protected readonly onTasks = signal(false);
  protected readonly data = watched(
    () => ({ id: this.id(), refreshes: this.host.refreshes() }),
    ({ id }, signal) => this.load(id, signal),
  );
  protected readonly mapped = computed(() => this.data.value()?.datastore.mapping.status === 'MAPPED');

  private async load(id: string, signal: AbortSignal) {
    const datastore = await answer<Datastore>(
      this.api.client.GET('/datastores/{id}', { params: { path: { id } }, signal }),
    );
    const tasks = await Promise.all(
      (datastore.protection.snapshotTaskIds ?? []).map((task) =>
        answer<SnapshotTask>(this.api.client.GET('/snapshot-tasks/{id}', { params: { path: { id: task } }, signal })),
      ),
    );
    return { datastore, tasks: tasks.sort((a, b) => a.name.localeCompare(b.name)) };
  }

  protected take(): void {
    void this.host.openModal({
      path: 'datastore/take-snapshot',
      title: this.t().take,
      objectId: this.id(),
      size: { width: 600, height: 480 },
    });
  }

  protected close(): void {
    this.form.set(undefined);
    this.onTasks.set(true);
    this.host.refresh();
  }
}
