import { Component, computed, inject, input, signal } from '@angular/core';
import { ClrDatagridModule } from '@clr/angular/data/datagrid';
import { ClrInputModule } from '@clr/angular/forms/input';
import { answer, Api } from '../../api/api';
import { Page, Snapshot } from '../../api/model';
import { SchemaVmResult } from '../../api/schema';
import { Host } from '../../host/host';
import { useFill, useTexts } from '../../i18n/use-texts';
import { ConfirmName } from '../../shared/confirm-name';
import { CheckField } from '../../shared/form/check-field';
import { Formatting } from '../../shared/formatting';
import { PageFrame } from '../../shared/page-frame';
import { Pager } from '../../shared/pager';
import { PagerButtons } from '../../shared/pager-buttons';
import { Rights } from '../../shared/rights';
import { watched } from '../../shared/watched';
import { Work } from '../../shared/work';
import { Restoring } from '../restore/restoring';
import { texts } from './snapshots.texts';

const PART = '50';

/** The snapshots of a datastore as the NAS has them now, newest first, a part at a time. */
@Component({
  selector: 'dg-snapshot-list',
  imports: [PageFrame, ClrDatagridModule, ClrInputModule, PagerButtons, ConfirmName, CheckField],
  template: `
    <dg-page [of]="list" [empty]="items().length === 0 && !name()">
      <p page-empty>{{ t().empty }}</p>
      <clr-input-container class="filter">
        <label>{{ t().filter }}</label>
        <input clrInput type="search" autocomplete="off" [value]="name()" (change)="filter($event)" />
      </clr-input-container>
      <clr-datagrid [clrDgLoading]="list.isLoading()">
        <clr-dg-column [style.width.px]="230">{{ t().name }}</clr-dg-column>
        <clr-dg-column>{{ t().created }}</clr-dg-column>
        <clr-dg-column>{{ t().used }}</clr-dg-column>
        <clr-dg-column>{{ t().referenced }}</clr-dg-column>
        <clr-dg-column>{{ t().vms }}</clr-dg-column>
        <clr-dg-column>{{ t().replicated }}</clr-dg-column>
        <clr-dg-placeholder>{{ t().emptyFilter }}</clr-dg-placeholder>
        @for (snapshot of items(); track snapshot.dataset + snapshot.guid) {
          <clr-dg-row>
            @if (rights().may('SNAPSHOT')) {
              <clr-dg-action-overflow [clrDgActionOverflowButtonLabel]="fill(t().more, { name: snapshot.name })">
                @if (rights().may('RESTORE')) {
                  <button type="button" class="action-item" (click)="restore('ROLL_BACK', snapshot)">
                    {{ t().rollBack }}
                  </button>
                  <button type="button" class="action-item" (click)="restore('CLONE', snapshot)">
                    {{ t().clone }}
                  </button>
                }
                <button type="button" class="action-item" (click)="ask(snapshot)">{{ t().delete }}</button>
              </clr-dg-action-overflow>
            }
            <clr-dg-cell>
              <span class="dg-code">{{ snapshot.name }}</span>
              <br />
              <span class="dg-muted">{{ snapshot.dataset }}</span>
              @if (snapshot.holds?.length) {
                <br />
                <span class="dg-muted">{{ t().holds }}: {{ snapshot.holds?.join(', ') }}</span>
              }
            </clr-dg-cell>
            <clr-dg-cell>{{ format.time(snapshot.created) }}</clr-dg-cell>
            <clr-dg-cell class="dg-nowrap">{{ format.bytes(snapshot.used) }}</clr-dg-cell>
            <clr-dg-cell class="dg-nowrap">{{ format.bytes(snapshot.referenced) }}</clr-dg-cell>
            <clr-dg-cell>
              <span [title]="details(snapshot)">{{ machines(snapshot) }}</span>
            </clr-dg-cell>
            <clr-dg-cell>{{ replicas(snapshot) }}</clr-dg-cell>
          </clr-dg-row>
        }
        <clr-dg-footer>
          <dg-pager [pager]="pager" [count]="items().length" [nextCursor]="list.value()?.nextCursor" />
        </clr-dg-footer>
      </clr-datagrid>
    </dg-page>
    @if (deleting(); as snapshot) {
      <dg-confirm-name
        [title]="fill(t().deleteTitle, { name: snapshot.name })"
        [name]="snapshot.name"
        [busy]="work.busy()"
        [problem]="work.problem()"
        (confirmed)="remove(snapshot)"
        (dismissed)="close()"
      >
        <p>
          {{
            fill(t().deleteLoss, {
              dataset: snapshot.dataset,
              time: format.time(snapshot.created),
              bytes: format.bytes(snapshot.used),
            })
          }}
        </p>
        @if (forcible()) {
          <dg-check [label]="t().deleteBase" [value]="force()" (valueChange)="force.set($event)" />
        }
      </dg-confirm-name>
    }
  `,
  styles: `
    /* On one line with its label. */
    .filter {
      flex-direction: row;
      align-items: baseline;
      gap: var(--cds-global-space-6);
      margin-top: var(--cds-global-space-7);
    }
  `,
})
export class SnapshotList {
  readonly datastore = input.required<string>();
  readonly rights = input.required<Rights>();

  private readonly api = inject(Api);
  private readonly host = inject(Host);
  protected readonly format = inject(Formatting);
  protected readonly t = useTexts(texts);
  protected readonly fill = useFill();
  protected readonly pager = new Pager();
  protected readonly work = new Work();
  protected readonly name = signal('');
  protected readonly deleting = signal<Snapshot | undefined>(undefined);
  protected readonly force = signal(false);
  protected readonly list = watched(
    () => ({
      id: this.datastore(),
      nameContains: this.name() || undefined,
      cursor: this.pager.cursor(),
      refreshes: this.host.refreshes(),
    }),
    ({ id, nameContains, cursor }, signal) =>
      answer<Page<Snapshot>>(
        this.api.client.GET('/datastores/{id}/snapshots', {
          params: { path: { id }, query: { nameContains, cursor, limit: PART } },
          signal,
        }),
      ),
  );
  protected readonly items = computed(() => this.list.value()?.items ?? []);
  /** What only a replication needs can be deleted all the same; what ZFS itself keeps cannot. */
  protected readonly forcible = computed(() => {
    const problem = this.work.problem();
    return this.force() || (problem?.code === 'IN_USE' && problem.stderr === undefined);
  });

  protected filter(event: Event): void {
    this.name.set((event.target as HTMLInputElement).value.trim());
    this.pager.restart();
  }

  protected machines(snapshot: Snapshot): string {
    const t = this.t();
    const count = (result: SchemaVmResult['result']) =>
      (snapshot.vmResults ?? []).filter((vm) => vm.result === result).length;
    return (
      [
        [t.vmConsistent, count('CONSISTENT')],
        [t.vmCrash, count('CRASH_CONSISTENT')],
        [t.vmSkipped, count('SKIPPED')],
      ] as const
    )
      .filter(([, n]) => n > 0)
      .map(([text, n]) => this.fill(text, { n }))
      .join(', ');
  }

  protected details(snapshot: Snapshot): string {
    return (snapshot.vmResults ?? []).map((vm) => [vm.vm, vm.reason].filter(Boolean).join(': ')).join('\n');
  }

  protected replicas(snapshot: Snapshot): string {
    const t = this.t();
    return (snapshot.replicatedTo ?? [])
      .map((replica) => {
        const name = replica.taskName ?? t.goneTask;
        return replica.exact ? name : this.fill(t.newer, { name });
      })
      .join(', ');
  }

  protected restore(way: Restoring['way'], snapshot: Snapshot): void {
    const t = this.t();
    void this.host.openModal({
      path: 'datastore/restore',
      title: this.fill(way === 'ROLL_BACK' ? t.rollBackTitle : t.cloneTitle, { name: snapshot.name }),
      objectId: this.datastore(),
      size: { width: 900, height: 520 },
      data: { way, snapshot } satisfies Restoring,
    });
  }

  protected ask(snapshot: Snapshot): void {
    this.force.set(false);
    this.deleting.set(snapshot);
  }

  protected async remove(snapshot: Snapshot): Promise<void> {
    const params = {
      path: { id: this.datastore(), guid: snapshot.guid },
      query: { confirm: snapshot.name, ...(this.force() ? { force: 'true' } : {}) },
    };
    if (await this.work.do(() => this.api.client.DELETE('/datastores/{id}/snapshots/{guid}', { params }))) {
      this.close();
    }
  }

  protected close(): void {
    this.deleting.set(undefined);
    this.work.forget();
    this.host.refresh();
  }
}
