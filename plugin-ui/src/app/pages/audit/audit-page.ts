import { Component, inject } from '@angular/core';
import { ClrDatagridModule } from '@clr/angular/data/datagrid';
import { answer, Api } from '../../api/api';
import { AuditEntry, Page } from '../../api/model';
import { Host } from '../../host/host';
import { useTexts } from '../../i18n/use-texts';
import { Formatting } from '../../shared/formatting';
import { PageFrame } from '../../shared/page-frame';
import { Pager } from '../../shared/pager';
import { PagerButtons } from '../../shared/pager-buttons';
import { watched } from '../../shared/watched';
import { texts } from './audit.texts';

/** Who asked for which change. */
@Component({
  selector: 'dg-audit-page',
  imports: [PageFrame, ClrDatagridModule, PagerButtons],
  template: `
    <dg-page [title]="t().title" [of]="list" [empty]="list.value()?.items?.length === 0">
      <p page-empty>{{ t().empty }}</p>
      <clr-datagrid [clrDgLoading]="list.isLoading()">
        <clr-dg-column>{{ t().at }}</clr-dg-column>
        <clr-dg-column>{{ t().actor }}</clr-dg-column>
        <clr-dg-column>{{ t().action }}</clr-dg-column>
        <clr-dg-column>{{ t().object }}</clr-dg-column>
        <clr-dg-column>{{ t().outcome }}</clr-dg-column>
        @for (item of list.value()?.items ?? []; track item.id) {
          <clr-dg-row>
            <clr-dg-cell>{{ format.time(item.at) }}</clr-dg-cell>
            <clr-dg-cell>{{ item.actor }}</clr-dg-cell>
            <clr-dg-cell>{{ item.action }}</clr-dg-cell>
            <clr-dg-cell class="dg-code">{{ item.object }}</clr-dg-cell>
            <clr-dg-cell>{{ item.outcome }}</clr-dg-cell>
          </clr-dg-row>
        }
        <clr-dg-footer>
          <dg-pager
            [pager]="pager"
            [count]="list.value()?.items?.length ?? 0"
            [nextCursor]="list.value()?.nextCursor"
          />
        </clr-dg-footer>
      </clr-datagrid>
    </dg-page>
  `,
})
export class AuditPage {
  private readonly api = inject(Api);
  private readonly host = inject(Host);
  protected readonly format = inject(Formatting);
  protected readonly t = useTexts(texts);
  protected readonly pager = new Pager();
  protected readonly list = watched(
    () => ({ cursor: this.pager.cursor(), refreshes: this.host.refreshes() }),
    ({ cursor }, signal) =>
      answer<Page<AuditEntry>>(
        this.api.client.GET('/audit-entries', { params: { query: { cursor, limit: '50' } }, signal }),
      ),
  );
}
