import { Component, computed, inject, signal } from '@angular/core';
import { FormsModule } from '@angular/forms';
import { ClrDatagridModule } from '@clr/angular/data/datagrid';
import { ClrSelectModule } from '@clr/angular/forms/select';
import { ClrConditionalModule } from '@clr/angular/utils/conditional';
import { answer, Api } from '../../api/api';
import { ended, Page, Run, RunState } from '../../api/model';
import { Host } from '../../host/host';
import { useTexts } from '../../i18n/use-texts';
import { Formatting } from '../../shared/formatting';
import { PageFrame } from '../../shared/page-frame';
import { Pager } from '../../shared/pager';
import { PagerButtons } from '../../shared/pager-buttons';
import { RunProgress } from '../../shared/run-progress';
import { RunStateView } from '../../shared/run-state';
import { texts as words } from '../../shared/run-words.texts';
import { watched } from '../../shared/watched';
import { whileShown } from '../../shared/while-shown';
import { RunDetails } from './run-details';
import { texts } from './runs.texts';

const STATES: readonly RunState[] = [
  'RUNNING',
  'WAITING',
  'QUEUED',
  'SUCCEEDED',
  'SUCCEEDED_WITH_WARNINGS',
  'FAILED',
  'CANCELLED',
];
const PART = '25';

/** The runs of a datastore, newest first; the chosen one is followed live beside the list. */
@Component({
  selector: 'dg-runs-page',
  imports: [
    ClrConditionalModule,
    ClrDatagridModule,
    ClrSelectModule,
    FormsModule,
    PageFrame,
    PagerButtons,
    RunDetails,
    RunProgress,
    RunStateView,
  ],
  template: `
    <dg-page [title]="t().title" [of]="list" [empty]="runs().length === 0 && state() === ''">
      <clr-select-container page-actions>
        <label>{{ t().filter }}</label>
        <select clrSelect name="state" [ngModel]="state()" (ngModelChange)="choose($event)">
          <option value="">{{ t().all }}</option>
          @for (one of states; track one) {
            <option [value]="one">{{ words()[one] }}</option>
          }
        </select>
      </clr-select-container>
      <p page-empty>{{ t().empty }}</p>
      @if (!datastore()) {
        <p class="dg-muted">{{ t().allDatastores }}</p>
      }
      <clr-datagrid class="datagrid-compact">
        <clr-dg-column>{{ t().task }}</clr-dg-column>
        <clr-dg-column>{{ t().state }}</clr-dg-column>
        <clr-dg-column>{{ t().progress }}</clr-dg-column>
        <clr-dg-column>{{ t().duration }}</clr-dg-column>
        <clr-dg-placeholder>{{ t().emptyFilter }}</clr-dg-placeholder>
        @for (run of runs(); track run.id) {
          <clr-dg-row [clrDgItem]="run" [clrDgDetailOpenLabel]="t().details" [clrDgDetailCloseLabel]="t().details">
            <clr-dg-cell>
              {{ run.taskName }}
              <br />
              <span class="dg-muted">{{ words()[run.kind] }} · {{ format.time(run.startedAt ?? run.createdAt) }}</span>
              @if (chosen) {
                <!-- Beside open details only the first column is left. -->
                <br />
                <dg-run-state [state]="run.state" />
              }
            </clr-dg-cell>
            <clr-dg-cell class="dg-nowrap"><dg-run-state [state]="run.state" /></clr-dg-cell>
            <clr-dg-cell><dg-run-progress [run]="run" /></clr-dg-cell>
            <clr-dg-cell class="dg-nowrap">{{ duration(run) }}</clr-dg-cell>
          </clr-dg-row>
        }
        <ng-template [(clrIfDetail)]="chosen" let-run>
          <clr-dg-detail>
            <clr-dg-detail-header>{{ run.taskName }}</clr-dg-detail-header>
            <clr-dg-detail-body><dg-run-details [of]="run" (changed)="note($event)" /></clr-dg-detail-body>
          </clr-dg-detail>
        </ng-template>
        <clr-dg-footer>
          <dg-pager [pager]="pager" [count]="runs().length" [nextCursor]="list.value()?.nextCursor" />
        </clr-dg-footer>
      </clr-datagrid>
    </dg-page>
  `,
})
export class RunsPage {
  private readonly api = inject(Api);
  private readonly host = inject(Host);
  protected readonly format = inject(Formatting);
  protected readonly t = useTexts(texts);
  protected readonly words = useTexts(words);
  protected readonly states = STATES;
  protected readonly state = signal<RunState | ''>('');
  protected readonly datastore = computed(() => this.host.objectIds()[0]);
  protected readonly pager = new Pager();
  protected readonly list = watched(
    () => ({
      datastore: this.datastore(),
      state: this.state(),
      cursor: this.pager.cursor(),
      refreshes: this.host.refreshes(),
    }),
    ({ datastore, state, cursor }, signal) =>
      answer<Page<Run>>(
        this.api.client.GET('/runs', {
          params: { query: { datastore, cursor, limit: PART, ...(state ? { state } : {}) } },
          signal,
        }),
      ),
  );
  /** What the followed run told since the list was read. */
  private readonly news = signal<Run | undefined>(undefined);
  protected readonly runs = computed(() => {
    const news = this.news();
    return (this.list.value()?.items ?? []).map((run) => (run.id === news?.id && !ended(run) ? news : run));
  });
  private readonly opened = signal<string | undefined>(undefined);
  /** Kept by id, because each reading of the list makes new objects. */
  protected get chosen(): Run | null {
    return this.runs().find((run) => run.id === this.opened()) ?? null;
  }
  protected set chosen(run: Run | null) {
    this.opened.set(run?.id);
  }

  constructor() {
    whileShown(
      () => (this.runs().some((run) => !ended(run)) ? 3_000 : 10_000),
      () => this.list.reload(),
    );
  }

  protected choose(state: RunState | ''): void {
    this.state.set(state);
    this.pager.restart();
  }

  protected note(run: Run): void {
    this.news.set(run);
  }

  protected duration(run: Run): string {
    if (!run.startedAt) {
      return '';
    }
    const end = run.endedAt ? Date.parse(run.endedAt) : this.format.now();
    return this.format.duration((end - Date.parse(run.startedAt)) / 1000);
  }
}
