import { Component, computed, inject, signal } from '@angular/core';
import { FormsModule } from '@angular/forms';
import { RouterLink } from '@angular/router';
import { ClrAlertModule } from '@clr/angular/emphasis/alert';
import { ClrInputModule } from '@clr/angular/forms/input';
import { ClrIcon } from '@clr/angular/icon';
import { answer, Api } from '../../api/api';
import { Datastore, DatastorePage, Page, ProtectionState, Run } from '../../api/model';
import { asProblem, Problem } from '../../api/problem';
import { Host } from '../../host/host';
import { useFill, useTexts } from '../../i18n/use-texts';
import { byteSteps, durationSteps } from '../../shared/axis';
import { ColumnChart, Series } from '../../shared/column-chart';
import { Formatting } from '../../shared/formatting';
import { PageFrame } from '../../shared/page-frame';
import { ProblemAlert } from '../../shared/problem-alert';
import { watched } from '../../shared/watched';
import { whileShown } from '../../shared/while-shown';
import { texts } from './dashboard.texts';
import { DatastoreGrid } from './datastore-grid';
import { DatastoreList } from './datastore-list';
import { FailureList } from './failure-list';
import { byTask } from './failures';
import { LagList } from './lag-list';
import { days, hours, LagDay, lags, nothing, RunDay, RunHour } from './statistics';

const DAY = 86_400_000;
const SHOWN_FAILURES = 5;
const SHOWN_LAGS = '8';
const REFRESH_MILLIS = 30_000;

/** In the order of the tiles: what needs a look first. */
const STATES: readonly ProtectionState[] = [
  'NEVER_REPLICATED',
  'LATE',
  'UNREACHABLE',
  'UNPROTECTED',
  'SNAPSHOTS_ONLY',
  'REPLICATED',
  'UNMAPPED',
];

/** What is protected, what is not and why, and how the last day went: of everything the person may see. */
@Component({
  selector: 'dg-dashboard-page',
  imports: [
    ClrAlertModule,
    ClrIcon,
    ClrInputModule,
    ColumnChart,
    DatastoreGrid,
    FailureList,
    FormsModule,
    LagList,
    PageFrame,
    ProblemAlert,
    RouterLink,
  ],
  templateUrl: './dashboard-page.html',
  styleUrl: './dashboard-page.css',
})
export class DashboardPage {
  private readonly api = inject(Api);
  private readonly host = inject(Host);
  protected readonly format = inject(Formatting);
  protected readonly t = useTexts(texts);
  protected readonly fill = useFill();
  protected readonly states = STATES;

  protected readonly list = new DatastoreList(() => null);
  protected readonly counts = computed<Partial<Record<ProtectionState, number>>>(
    () => this.list.part.value()?.states ?? {},
  );
  protected readonly farthest = watched(
    () => ({ refreshes: this.host.refreshes() }),
    (_, signal) =>
      answer<DatastorePage>(
        this.api.client.GET('/datastores', { params: { query: { sort: 'lag', limit: SHOWN_LAGS } }, signal }),
      ),
  );
  private readonly troubled = computed(() => {
    const problems = this.list.part.value()?.problems ?? {};
    return Object.keys(problems).length > 0 ? problems : undefined;
  });
  private readonly named = watched(this.troubled, (problems) => this.names(problems));
  protected readonly problems = computed(() => (this.troubled() ? (this.named.value() ?? []) : []));
  protected readonly day = watched(
    () => ({ refreshes: this.host.refreshes() }),
    async (_, signal) => (await answer<Page<RunHour>>(this.api.client.GET('/run-hours', { signal }))).items,
  );
  protected readonly fortnight = watched(
    () => ({ refreshes: this.host.refreshes() }),
    async (_, signal) => (await answer<Page<RunDay>>(this.api.client.GET('/run-days', { signal }))).items,
  );
  protected readonly lagDays = watched(
    () => ({ refreshes: this.host.refreshes() }),
    async (_, signal) => (await answer<Page<LagDay>>(this.api.client.GET('/lag-days', { signal }))).items,
  );
  protected readonly failed = watched(
    () => ({ refreshes: this.host.refreshes() }),
    (_, signal) =>
      answer<Page<Run>>(
        this.api.client.GET('/runs', {
          params: { query: { state: 'FAILED', since: new Date(Date.now() - DAY).toISOString(), limit: '100' } },
          signal,
        }),
      ),
  );

  protected readonly failures = computed(() => byTask(this.failed.value()?.items ?? []).slice(0, SHOWN_FAILURES));

  protected readonly outcomes = computed<Series[]>(() => [
    { text: this.t().succeeded, tone: 'success' },
    { text: this.t().withWarnings, tone: 'warning' },
    { text: this.t().failed, tone: 'danger' },
    { text: this.t().other, tone: 'neutral' },
  ]);
  protected readonly hours = computed(() =>
    hours(this.day.value() ?? [], this.format.now(), (millis) => this.short(millis, { hour: 'numeric' })),
  );
  protected readonly sent = computed<Series[]>(() => [{ text: this.t().sent, tone: 'info' }]);
  private readonly nameOfDay = (millis: number): string =>
    this.short(millis, { month: 'short', day: 'numeric', timeZone: 'UTC' });
  protected readonly days = computed(() => days(this.fortnight.value() ?? [], this.format.now(), this.nameOfDay));
  protected readonly behind = computed<Series[]>(() => [
    { text: this.t().median, tone: 'info' },
    { text: this.t().worst, tone: 'neutral' },
  ]);
  protected readonly lags = computed(() => lags(this.lagDays.value() ?? [], this.format.now(), this.nameOfDay));
  protected readonly nothing = nothing;
  protected readonly asNumber = (value: number): string => this.format.number(value);
  protected readonly asBytes = (value: number): string => this.format.bytes(value);
  protected readonly byteSteps = byteSteps;
  protected readonly asDuration = (value: number): string => this.format.duration(value);
  protected readonly durationSteps = durationSteps;

  protected readonly asking = signal(false);
  protected readonly problem = signal<Problem | undefined>(undefined);

  constructor() {
    whileShown(
      () => REFRESH_MILLIS,
      () => [this.list.part, this.farthest, this.day, this.failed].forEach((watch) => watch.reload()),
    );
  }

  /** The machines that do not answer, by the names people know; their ids where the person may not see the names. */
  private async names(problems: Record<string, string>): Promise<[string, string][]> {
    const lists = await Promise.allSettled([
      answer<Page<{ id: string; name: string }>>(this.api.client.GET('/nas-systems')),
      answer<Page<{ id: string; name: string }>>(this.api.client.GET('/vcenters')),
    ]);
    const names = new Map(
      lists.flatMap((list) => (list.status === 'fulfilled' ? list.value.items : [])).map((one) => [one.id, one.name]),
    );
    return Object.entries(problems).map(([id, text]) => [names.get(id) ?? id, text]);
  }

  private short(millis: number, options: Intl.DateTimeFormatOptions): string {
    return new Intl.DateTimeFormat(this.host.locale(), options).format(millis);
  }

  protected open(datastore: Datastore): void {
    this.host.go({ page: 'replication', objectId: datastore.id });
  }

  protected openRuns(run: Run): void {
    if (run.datastoreId) {
      this.host.go({ page: 'runs', objectId: run.datastoreId });
    }
  }

  protected async askAgain(): Promise<void> {
    this.asking.set(true);
    this.problem.set(undefined);
    try {
      await this.api.client.POST('/datastores/refresh');
      this.list.part.reload();
      this.farthest.reload();
    } catch (thrown) {
      this.problem.set(asProblem(thrown));
    } finally {
      this.asking.set(false);
    }
  }
}
