import { Component, computed, inject, signal } from '@angular/core';
import { ClrDatagridModule } from '@clr/angular/data/datagrid';
import { answer, Api } from '../../api/api';
import { AuditEntry, Page } from '../../api/model';
import { Host } from '../../host/host';
import { useTexts } from '../../i18n/use-texts';
import { TextField } from '../../shared/form/text-field';
import { Formatting } from '../../shared/formatting';
import { PageFrame } from '../../shared/page-frame';
import { Pager } from '../../shared/pager';
import { PagerButtons } from '../../shared/pager-buttons';
import { Typed } from '../../shared/typed';
import { watched } from '../../shared/watched';
import { texts } from './audit.texts';

/** Who asked for which change. */
@Component({
  selector: 'dg-audit-page',
  imports: [PageFrame, ClrDatagridModule, PagerButtons, TextField],
  template: `
    <dg-page [title]="t().title" [of]="list" [empty]="list.value()?.items?.length === 0 && !filtered()">
      <p page-empty>{{ t().empty }}</p>
      <div class="filters" role="search">
        <dg-text [label]="t().actor" [value]="actor.text()" (valueChange)="actor.type($event)" />
        <dg-text [label]="t().action" [value]="action.text()" (valueChange)="action.type($event)" />
        <dg-text
          [label]="t().since"
          type="datetime-local"
          [value]="since()"
          (valueChange)="since.set($event); pager.restart()"
        />
        <dg-text
          [label]="t().until"
          type="datetime-local"
          [error]="reversed() ? t().errUntil : undefined"
          [value]="until()"
          (valueChange)="until.set($event); pager.restart()"
        />
      </div>
      <clr-datagrid class="datagrid-compact">
        <clr-dg-column>{{ t().at }}</clr-dg-column>
        <clr-dg-column>{{ t().actor }}</clr-dg-column>
        <clr-dg-column>{{ t().action }}</clr-dg-column>
        <clr-dg-column>{{ t().object }}</clr-dg-column>
        <clr-dg-column>{{ t().outcome }}</clr-dg-column>
        <clr-dg-placeholder>{{ t().none }}</clr-dg-placeholder>
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
  styles: `
    .filters {
      display: flex;
      flex-wrap: wrap;
      gap: 0 var(--cds-global-space-7);
    }
  `,
})
export class AuditPage {
  private readonly api = inject(Api);
  private readonly host = inject(Host);
  protected readonly format = inject(Formatting);
  protected readonly t = useTexts(texts);
  protected readonly pager = new Pager();
  protected readonly actor = new Typed(() => this.pager.restart());
  protected readonly action = new Typed(() => this.pager.restart());
  protected readonly since = signal('');
  protected readonly until = signal('');
  private readonly filter = computed(() => ({
    actor: this.actor.asked(),
    action: this.action.asked(),
    since: moment(this.since()),
    until: moment(this.until()),
  }));
  protected readonly filtered = computed(() => Object.values(this.filter()).some((one) => one !== undefined));
  protected readonly reversed = computed(() => {
    const { since, until } = this.filter();
    return since !== undefined && until !== undefined && since >= until;
  });
  protected readonly list = watched(
    () =>
      this.reversed()
        ? undefined
        : { query: { ...this.filter(), cursor: this.pager.cursor() }, refreshes: this.host.refreshes() },
    ({ query }, signal) =>
      answer<Page<AuditEntry>>(
        this.api.client.GET('/audit-entries', { params: { query: { ...query, limit: '50' } }, signal }),
      ),
  );
}

/** What a field for date and time holds, in UTC; undefined while it is empty or half typed. */
function moment(local: string): string | undefined {
  const date = new Date(local);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}
