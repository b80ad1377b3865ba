import { Component, inject, resource } from '@angular/core';
import { ClrDatagridModule } from '@clr/angular/data/datagrid';
import { answer, Api } from '../../api/api';
import { Token, Page } from '../../api/model';
import { Host } from '../../host/host';
import { useTexts } from '../../i18n/use-texts';

import { PageFrame } from '../../shared/page-frame';
import { Pager } from '../../shared/pager';
import { PagerButtons } from '../../shared/pager-buttons';
import { texts } from './settings.texts';

/** What belongs to the installation: tokens first. */
@Component({
  selector: 'dg-settings-page',
  imports: [PageFrame, ClrDatagridModule, PagerButtons],
  template: `
    <dg-page [title]="t().title" [of]="list" [empty]="list.value()?.items?.length === 0">
      <p page-empty>{{ t().empty }}</p>
      <clr-datagrid [clrDgLoading]="list.isLoading()">
        <clr-dg-column>{{ t().name }}</clr-dg-column>
        <clr-dg-column>{{ t().role }}</clr-dg-column>
        @for (item of list.value()?.items ?? []; track $index) {
          <clr-dg-row>
            <clr-dg-cell>{{ item.name }}</clr-dg-cell>
            <clr-dg-cell>{{ item.role }}</clr-dg-cell>
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
export class SettingsPage {
  private readonly api = inject(Api);
  private readonly host = inject(Host);

  protected readonly t = useTexts(texts);
  protected readonly pager = new Pager();
  protected readonly list = resource({
    params: () => ({ cursor: this.pager.cursor(), refreshes: this.host.refreshes() }),
    loader: ({ params, abortSignal: signal }) =>
      answer<Page<Token>>(
        this.api.client.GET('/tokens', { params: { query: { cursor: params.cursor, limit: '50' } }, signal }),
      ),
  });
}
