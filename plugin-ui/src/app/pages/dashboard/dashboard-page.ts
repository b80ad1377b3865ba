import { Component, computed, inject, signal } from '@angular/core';
import { FormsModule } from '@angular/forms';
import { RouterLink } from '@angular/router';
import { ClrAlertModule } from '@clr/angular/emphasis/alert';
import { ClrInputModule } from '@clr/angular/forms/input';
import { ClrIcon } from '@clr/angular/icon';
import { answer, Api } from '../../api/api';
import { everything } from '../../api/everything';
import { Datastore, Page, Run } from '../../api/model';
import { asProblem, Problem } from '../../api/problem';
import { SchemaDatastorePage } from '../../api/schema';
import { Host } from '../../host/host';
import { useFill, useTexts } from '../../i18n/use-texts';
import { ColumnChart, Series } from '../../shared/column-chart';
import { Formatting } from '../../shared/formatting';
import { PageFrame } from '../../shared/page-frame';
import { ProblemAlert } from '../../shared/problem-alert';
import { watched } from '../../shared/watched';
import { whileShown } from '../../shared/while-shown';
import { texts } from './dashboard.texts';
import { DatastoreGrid } from './datastore-grid';
import { FailureList } from './failure-list';
import { byTask } from './failures';
import { LagList } from './lag-list';
import { counted, standing, Standing, STANDINGS, worstFirst } from './protection';
import { days, hours, nothing, RunDay, RunHour } from './statistics';

const DAY = 86_400_000;
const MOST_DATASTORES = 10_000;
const SHOWN_FAILURES = 5;
const REFRESH_MILLIS = 30_000;

interface Inventory {
  items: Datastore[];
  more: boolean;
  takenAt: string | undefined;
  problems: [string, string][];
}

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
  protected readonly standings = STANDINGS;
  protected readonly most = MOST_DATASTORES;

  protected readonly inventory = watched(
    () => ({ refreshes: this.host.refreshes() }),
    (_, signal) => this.everyDatastore(signal),
  );
  protected readonly day = watched(
    () => ({ refreshes: this.host.refreshes() }),
    async (_, signal) => (await answer<Page<RunHour>>(this.api.client.GET('/run-hours', { signal }))).items,
  );
  protected readonly fortnight = watched(
    () => ({ refreshes: this.host.refreshes() }),
    async (_, signal) => (await answer<Page<RunDay>>(this.api.client.GET('/run-days', { signal }))).items,
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

  protected readonly datastores = computed(() => worstFirst(this.inventory.value()?.items ?? []));
  protected readonly counts = computed(() => counted(this.datastores()));
  protected readonly chosen = signal<Standing | undefined>(undefined);
  protected readonly search = signal('');
  protected readonly shown = computed(() => {
    const words = this.search().trim().toLowerCase();
    return this.datastores().filter(
      (one) =>
        (this.chosen() === undefined || standing(one) === this.chosen()) &&
        `${one.name} ${one.mapping.dataset ?? ''}`.toLowerCase().includes(words),
    );
  });
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
  protected readonly days = computed(() =>
    days(this.fortnight.value() ?? [], this.format.now(), (millis) =>
      this.short(millis, { month: 'short', day: 'numeric', timeZone: 'UTC' }),
    ),
  );
  protected readonly nothing = nothing;
  protected readonly asNumber = (value: number): string => this.format.number(value);
  protected readonly asBytes = (value: number): string => this.format.bytes(value);

  protected readonly asking = signal(false);
  protected readonly problem = signal<Problem | undefined>(undefined);

  constructor() {
    whileShown(
      () => REFRESH_MILLIS,
      () => [this.inventory, this.day, this.failed].forEach((watch) => watch.reload()),
    );
  }

  private async everyDatastore(signal: AbortSignal): Promise<Inventory> {
    let first: SchemaDatastorePage | undefined;
    const { items, more } = await everything<Datastore>(async (cursor) => {
      const page = await answer<SchemaDatastorePage & Page<Datastore>>(
        this.api.client.GET('/datastores', { params: { query: { limit: '1000', cursor } }, signal }),
      );
      first ??= page;
      return page;
    }, MOST_DATASTORES);
    return { items, more, takenAt: first?.takenAt, problems: await this.named(first?.problems ?? {}) };
  }

  /** The machines that do not answer, by the names people know; their ids where the person may not see the names. */
  private async named(problems: Record<string, string>): Promise<[string, string][]> {
    if (Object.keys(problems).length === 0) {
      return [];
    }
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

  protected choose(standing: Standing): void {
    this.chosen.update((now) => (now === standing ? undefined : standing));
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
      this.inventory.reload();
    } catch (thrown) {
      this.problem.set(asProblem(thrown));
    } finally {
      this.asking.set(false);
    }
  }
}
