import { Component, computed, inject, signal } from '@angular/core';
import { ClrDatagridModule } from '@clr/angular/data/datagrid';
import { answer, Api } from '../../api/api';
import { AuditEntry, Page } from '../../api/model';
import { Host } from '../../host/host';
import { useTexts } from '../../i18n/use-texts';
import { dayBegins, dayEnds } from '../../shared/calendar';
import { DateField } from '../../shared/form/date-field';
import { TextField } from '../../shared/form/text-field';
import { Formatting } from '../../shared/formatting';
import { PageFrame } from '../../shared/page-frame';
import { Pager } from '../../shared/pager';
import { PagerButtons } from '../../shared/pager-buttons';
import { useRights } from '../../shared/rights';
import { RightsNote } from '../../shared/rights-note';
import { Typed } from '../../shared/typed';
import { watched } from '../../shared/watched';
import { texts } from './audit.texts';

/** Such as 1/1/2027. */
const SHORTEST_DATE = 8;

/** Who asked for which change. */
@Component({
  selector: 'dg-audit-page',
  imports: [PageFrame, RightsNote, ClrDatagridModule, PagerButtons, TextField, DateField],
  template: `
    @if (rights.lacks('CONFIGURE')) {
      <h1 cds-text="title">{{ t().title }}</h1>
      <dg-rights-note [rights]="rights" needed="CONFIGURE" [hides]="true" />
    } @else {
      <dg-page [title]="t().title" [of]="list" [empty]="list.value()?.items?.length === 0 && !filtered()">
        <p page-empty>{{ t().empty }}</p>
        <div class="filters" role="search">
          <dg-text [label]="t().actor" [value]="actor.text()" (valueChange)="actor.type($event)" />
          <dg-text [label]="t().action" [value]="action.text()" (valueChange)="action.type($event)" />
          <dg-date
            [label]="t().since"
            [error]="wrong(since())"
            [value]="since()"
            (valueChange)="since.set($event); pager.restart()"
          />
          <dg-date
            [label]="t().until"
            [error]="reversed() ? t().errUntil : wrong(until())"
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
    }
  `,
  styles: `
    h1[cds-text] {
      margin: 0 0 var(--cds-global-space-6);
    }
    .filters {
      display: flex;
      flex-wrap: wrap;
      gap: 0 var(--cds-global-space-7);
      margin-bottom: var(--cds-global-space-7);
    }
  `,
})
export class AuditPage {
  private readonly api = inject(Api);
  private readonly host = inject(Host);
  protected readonly format = inject(Formatting);
  protected readonly t = useTexts(texts);
  protected readonly rights = useRights();
  protected readonly pager = new Pager();
  protected readonly actor = new Typed(() => this.pager.restart());
  protected readonly action = new Typed(() => this.pager.restart());
  protected readonly since = signal('');
  protected readonly until = signal('');
  /** The same as long as it asks for the same, whatever somebody has half typed. */
  private readonly filter = computed(
    () => ({
      actor: this.actor.asked(),
      action: this.action.asked(),
      since: dayBegins(this.since())?.toISOString(),
      until: dayEnds(this.until())?.toISOString(),
    }),
    { equal: (one, other) => JSON.stringify(one) === JSON.stringify(other) },
  );
  protected readonly filtered = computed(() => Object.values(this.filter()).some((one) => one !== undefined));
  protected readonly reversed = computed(() => {
    const { since, until } = this.filter();
    return since !== undefined && until !== undefined && since >= until;
  });
  protected readonly list = watched(
    () =>
      this.reversed() || !this.rights.may('CONFIGURE')
        ? undefined
        : { query: { ...this.filter(), cursor: this.pager.cursor() }, refreshes: this.host.refreshes() },
    ({ query }, signal) =>
      answer<Page<AuditEntry>>(
        this.api.client.GET('/audit-entries', { params: { query: { ...query, limit: '50' } }, signal }),
      ),
  );

  /** Not while somebody is still typing. */
  protected wrong(date: string): string | undefined {
    return date.length >= SHORTEST_DATE && !dayBegins(date) ? this.t().errDate : undefined;
  }
}
