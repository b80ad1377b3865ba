import { Component, computed, inject, input, output } from '@angular/core';
import { ClrDatagridModule, ClrDatagridSortOrder } from '@clr/angular/data/datagrid';
import { Datastore, ProtectionState } from '../../api/model';
import { useTexts } from '../../i18n/use-texts';
import { Formatting } from '../../shared/formatting';
import { PagerButtons } from '../../shared/pager-buttons';
import { texts } from './dashboard.texts';
import { DatastoreList } from './datastore-list';

const LABELS: Record<ProtectionState, string> = {
  NEVER_REPLICATED: 'label-danger',
  LATE: 'label-danger',
  UNREACHABLE: 'label-danger',
  UNPROTECTED: 'label-warning',
  SNAPSHOTS_ONLY: 'label-info',
  REPLICATED: 'label-success',
  UNMAPPED: '',
};

/** A list of datastores, with the way to each one's pages. */
@Component({
  selector: 'dg-datastore-grid',
  imports: [ClrDatagridModule, PagerButtons],
  template: `
    <clr-datagrid class="datagrid-compact">
      <clr-dg-column
        clrDgSortBy="name"
        [clrDgDisableUnsort]="true"
        (clrDgSortOrderChange)="list().order('name', $event)"
      >
        {{ t().datastore }}
      </clr-dg-column>
      <clr-dg-column
        clrDgSortBy="protection"
        [clrDgDisableUnsort]="true"
        [clrDgSortOrder]="first"
        (clrDgSortOrderChange)="list().order('protection', $event)"
      >
        {{ t().state }}
      </clr-dg-column>
      @if (!onCard()) {
        <clr-dg-column>{{ t().dataset }}</clr-dg-column>
      }
      <clr-dg-column>{{ t().lastSnapshot }}</clr-dg-column>
      @if (!onCard()) {
        <clr-dg-column>{{ t().lastReplication }}</clr-dg-column>
      }
      @if (!onCard()) {
        <clr-dg-column
          clrDgSortBy="lag"
          [clrDgDisableUnsort]="true"
          (clrDgSortOrderChange)="list().order('lag', $event)"
        >
          {{ t().lag }}
        </clr-dg-column>
      }
      <clr-dg-placeholder>{{ t().none }}</clr-dg-placeholder>
      @for (row of rows(); track row.datastore.id) {
        <clr-dg-row>
          <clr-dg-cell>
            @if (row.state === 'UNMAPPED') {
              {{ row.name }}
            } @else {
              <button type="button" class="btn btn-link btn-sm name" (click)="opened.emit(row.datastore)">
                {{ row.name }}
              </button>
            }
          </clr-dg-cell>
          <clr-dg-cell>
            <span class="label" [class]="row.label">{{ t()[row.state] }}</span>
          </clr-dg-cell>
          @if (!onCard()) {
            <clr-dg-cell class="dataset">{{ row.dataset }}</clr-dg-cell>
          }
          <clr-dg-cell class="dg-nowrap">{{ row.snapshot }}</clr-dg-cell>
          @if (!onCard()) {
            <clr-dg-cell class="dg-nowrap">{{ row.replication }}</clr-dg-cell>
          }
          @if (!onCard()) {
            <clr-dg-cell class="dg-nowrap">{{ row.lag }}</clr-dg-cell>
          }
        </clr-dg-row>
      }
      <clr-dg-footer>
        <dg-pager
          [pager]="list().pager"
          [count]="rows().length"
          [total]="list().part.value()?.total"
          [nextCursor]="list().part.value()?.nextCursor"
        />
      </clr-dg-footer>
    </clr-datagrid>
  `,
  styles: `
    .name {
      min-width: 0;
      margin: 0;
      padding: 0;
      letter-spacing: normal;
      text-transform: none;
      white-space: normal;
      text-align: left;
    }
    .dataset {
      overflow-wrap: anywhere;
    }
  `,
})
export class DatastoreGrid {
  readonly list = input.required<DatastoreList>();
  /** Shows only what there is room for on a card; the rest stands on the datastore's own pages. */
  readonly onCard = input(false);
  readonly opened = output<Datastore>();
  protected readonly t = useTexts(texts);
  protected readonly format = inject(Formatting);
  protected readonly first = ClrDatagridSortOrder.ASC;
  protected readonly rows = computed(() =>
    this.list()
      .items()
      .map((datastore) => this.row(datastore)),
  );

  private row(datastore: Datastore) {
    const { mapping, protection } = datastore;
    const mapped = protection.state !== 'UNMAPPED';
    return {
      datastore,
      name: datastore.name,
      state: protection.state,
      label: LABELS[protection.state],
      dataset: mapping.dataset ?? mapping.reason ?? '',
      snapshot: mapped ? this.format.ago(protection.lastSnapshotAt) : '',
      replication: mapped ? this.format.ago(protection.lastReplicationAt) : '',
      lag: protection.lagSeconds === undefined ? '' : this.format.duration(protection.lagSeconds),
    };
  }
}
