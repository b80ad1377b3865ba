import { Component, computed, inject, input, output } from '@angular/core';
import { FormsModule } from '@angular/forms';
import { ClrDatagridModule } from '@clr/angular/data/datagrid';
import { Datastore } from '../../api/model';
import { useTexts } from '../../i18n/use-texts';
import { Formatting } from '../../shared/formatting';
import { texts } from './dashboard.texts';
import { standing, Standing } from './protection';

const LABELS: Record<Standing, string> = {
  NEVER_REPLICATED: 'label-danger',
  LATE: 'label-danger',
  UNREACHABLE: 'label-danger',
  UNPROTECTED: 'label-warning',
  SNAPSHOTS_ONLY: 'label-info',
  REPLICATED: 'label-success',
  UNMAPPED: '',
};

/** The datastores, in the order given, with the way to each one's pages. */
@Component({
  selector: 'dg-datastore-grid',
  imports: [ClrDatagridModule, FormsModule],
  template: `
    <clr-datagrid class="datagrid-compact">
      <clr-dg-column>{{ t().datastore }}</clr-dg-column>
      <clr-dg-column>{{ t().state }}</clr-dg-column>
      <clr-dg-column>{{ t().dataset }}</clr-dg-column>
      <clr-dg-column>{{ t().lastSnapshot }}</clr-dg-column>
      <clr-dg-column>{{ t().lastReplication }}</clr-dg-column>
      <clr-dg-column>{{ t().lag }}</clr-dg-column>
      <clr-dg-placeholder>{{ t().none }}</clr-dg-placeholder>
      <clr-dg-row *clrDgItems="let row of rows()" [clrDgItem]="row">
        <clr-dg-cell>
          @if (row.standing === 'UNMAPPED') {
            {{ row.name }}
          } @else {
            <button type="button" class="btn btn-link btn-sm name" (click)="opened.emit(row.datastore)">
              {{ row.name }}
            </button>
          }
        </clr-dg-cell>
        <clr-dg-cell>
          <span class="label" [class]="row.label">{{ t()[row.standing] }}</span>
        </clr-dg-cell>
        <clr-dg-cell class="dataset">{{ row.dataset }}</clr-dg-cell>
        <clr-dg-cell>{{ row.snapshot }}</clr-dg-cell>
        <clr-dg-cell>{{ row.replication }}</clr-dg-cell>
        <clr-dg-cell class="dg-nowrap">{{ row.lag }}</clr-dg-cell>
      </clr-dg-row>
      <clr-dg-footer>
        <clr-dg-pagination #pages [clrDgPageSize]="25">
          {{ format.number(pages.totalItems) }}
        </clr-dg-pagination>
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
  readonly datastores = input.required<readonly Datastore[]>();
  readonly opened = output<Datastore>();
  protected readonly t = useTexts(texts);
  protected readonly format = inject(Formatting);
  protected readonly rows = computed(() => this.datastores().map((datastore) => this.row(datastore)));

  private row(datastore: Datastore) {
    const { mapping, protection } = datastore;
    const now = standing(datastore);
    return {
      datastore,
      name: datastore.name,
      standing: now,
      label: LABELS[now],
      dataset: mapping.dataset ?? mapping.reason ?? '',
      snapshot: now === 'UNMAPPED' ? '' : this.format.ago(protection.lastSnapshotAt),
      replication: now === 'UNMAPPED' ? '' : this.format.ago(protection.lastReplicationAt),
      lag: protection.lagSeconds === undefined ? '' : this.format.duration(protection.lagSeconds),
    };
  }
}
