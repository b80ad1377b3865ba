import { Component, computed, inject } from '@angular/core';
import { answer, Api } from '../../api/api';
import { Datastore, Page, Run } from '../../api/model';
import { Host, Place } from '../../host/host';
import { useTexts } from '../../i18n/use-texts';
import { Formatting } from '../../shared/formatting';
import { PageFrame } from '../../shared/page-frame';
import { RunProgress } from '../../shared/run-progress';
import { RunStateView } from '../../shared/run-state';
import { watched } from '../../shared/watched';
import { whileShown } from '../../shared/while-shown';
import { texts } from './summary.texts';

/** The card on a datastore's Summary: how old the newest snapshot and copy are, and how the last run went. */
@Component({
  selector: 'dg-summary-page',
  imports: [PageFrame, RunProgress, RunStateView],
  template: `
    <h1 class="dg-hidden">{{ t().title }}</h1>
    <dg-page [of]="datastore">
      @if (datastore.value(); as datastore) {
        <dl class="facts">
          <dt>{{ t().lastSnapshot }}</dt>
          <dd [title]="format.time(datastore.protection.lastSnapshotAt)">
            {{ format.ago(datastore.protection.lastSnapshotAt) }}
          </dd>
          <dt>{{ t().lastReplication }}</dt>
          <dd [title]="format.time(datastore.protection.lastReplicationAt)">
            {{ format.ago(datastore.protection.lastReplicationAt) }}
          </dd>
          <dt>{{ t().dataset }}</dt>
          <dd class="dg-code">{{ datastore.mapping.dataset ?? datastore.mapping.reason }}</dd>
          @if (last(); as run) {
            <dt>{{ t().lastRun }}</dt>
            <dd>
              <dg-run-state [state]="run.state" />
              {{ run.taskName }}
              <dg-run-progress [run]="run" />
            </dd>
          }
        </dl>
        @if (advice(); as advice) {
          <p class="dg-muted">{{ advice }}</p>
        }
        <div class="links">
          <button type="button" class="btn btn-link btn-sm" (click)="go('snapshots')">{{ t().snapshots }}</button>
          <button type="button" class="btn btn-link btn-sm" (click)="go('replication')">{{ t().replication }}</button>
          <button type="button" class="btn btn-link btn-sm" (click)="go('runs')">{{ t().runs }}</button>
        </div>
      }
    </dg-page>
  `,
  styles: `
    .facts {
      display: grid;
      grid-template-columns: max-content auto;
      gap: var(--cds-global-space-4) var(--cds-global-space-6);
      margin: 0;
    }
    dt {
      font-weight: 600;
    }
    dd {
      margin: 0;
    }
    .links {
      margin-top: var(--cds-global-space-5);
    }
  `,
})
export class SummaryPage {
  private readonly api = inject(Api);
  private readonly host = inject(Host);
  protected readonly format = inject(Formatting);
  protected readonly t = useTexts(texts);
  private readonly asked = (): { id: string; refreshes: number } | undefined => {
    const id = this.host.objectIds()[0];
    return id === undefined ? undefined : { id, refreshes: this.host.refreshes() };
  };
  protected readonly datastore = watched(this.asked, ({ id }, signal) =>
    answer<Datastore>(this.api.client.GET('/datastores/{id}', { params: { path: { id } }, signal })),
  );
  private readonly runs = watched(this.asked, ({ id }, signal) =>
    answer<Page<Run>>(this.api.client.GET('/runs', { params: { query: { datastore: id, limit: '1' } }, signal })),
  );
  protected readonly last = computed(() => this.runs.value()?.items[0]);
  protected readonly advice = computed(() => {
    const protection = this.datastore.value()?.protection;
    if (!protection || (protection.replicationTaskIds?.length ?? 0) > 0) {
      return undefined;
    }
    return (protection.snapshotTaskIds?.length ?? 0) > 0 ? this.t().noReplication : this.t().noTask;
  });

  constructor() {
    whileShown(
      () => (this.last()?.state === 'RUNNING' ? 3_000 : 30_000),
      () => [this.datastore, this.runs].forEach((watch) => watch.reload()),
    );
  }

  protected go(page: Extract<Place, { objectId: string }>['page']): void {
    const objectId = this.host.objectIds()[0];
    if (objectId !== undefined) {
      this.host.go({ page, objectId });
    }
  }
}
