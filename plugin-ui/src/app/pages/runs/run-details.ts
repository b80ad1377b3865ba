import { Component, computed, effect, inject, input, output, signal } from '@angular/core';
import { ClrIcon } from '@clr/angular/icon';
import { answer, Api } from '../../api/api';
import { ended, LogLine, Role, Run } from '../../api/model';
import { asProblem, Problem } from '../../api/problem';
import { follow } from '../../api/run-stream';
import { useFill, useTexts } from '../../i18n/use-texts';
import { Formatting } from '../../shared/formatting';
import { ProblemAlert } from '../../shared/problem-alert';
import { useRights } from '../../shared/rights';
import { RightsNote } from '../../shared/rights-note';
import { RunProgress } from '../../shared/run-progress';
import { RunStateView } from '../../shared/run-state';
import { texts as words } from '../../shared/run-words.texts';
import { save } from '../../shared/save';
import { texts } from './runs.texts';

/** What the server asks of whoever cancels such a run. */
const CANCELLED_BY: Record<Run['kind'], Role> = { SNAPSHOT: 'SNAPSHOT', REPLICATION: 'REPLICATE', RESTORE: 'RESTORE' };
/** So many lines of a log are shown; all are in the download. */
const SHOWN_LINES = 500;

/** One run in full, live while it works. */
@Component({
  selector: 'dg-run-details',
  imports: [ClrIcon, ProblemAlert, RightsNote, RunProgress, RunStateView],
  template: `
    @if (problem(); as problem) {
      <dg-problem [problem]="problem" />
    }
    <p class="line">
      <strong><dg-run-state [state]="run().state" /></strong>
      @if (live()) {
        <span class="label label-info">{{ t().live }}</span>
      }
      @if ((run().attempt ?? 1) > 1) {
        <span class="label">{{ fill(t().attempt, { n: run().attempt ?? 1 }) }}</span>
      }
    </p>
    <dg-run-progress [run]="run()" />
    @if (failure(); as failure) {
      <dg-problem [problem]="failure" />
    }
    <dl class="facts">
      <dt>{{ t().trigger }}</dt>
      <dd>{{ words()[run().trigger] }}</dd>
      @if (run().startedAt) {
        <dt>{{ t().started }}</dt>
        <dd>{{ format.time(run().startedAt) }}</dd>
      }
      <dt>{{ t().created }}</dt>
      <dd>{{ format.time(run().createdAt) }}</dd>
      @if (run().endedAt) {
        <dt>{{ t().ended }}</dt>
        <dd>{{ format.time(run().endedAt) }}</dd>
      }
    </dl>
    <div class="line">
      @if (!over() && rights.may(needed())) {
        <button type="button" class="btn btn-sm btn-danger-outline" [disabled]="cancelling()" (click)="cancel()">
          {{ cancelling() ? t().cancelling : t().cancelRun }}
        </button>
      }
      <button type="button" class="btn btn-sm" (click)="download()">
        <cds-icon shape="download"></cds-icon>
        {{ t().download }}
      </button>
    </div>
    @if (!over()) {
      <dg-rights-note [rights]="rights" [needed]="needed()" />
    }
    @for (warning of run().warnings; track $index) {
      @if ($first) {
        <h2>{{ t().warnings }}</h2>
      }
      <p class="warning">{{ warning }}</p>
    }
    @if (run().steps.length > 0) {
      <h2 id="dg-datasets">{{ t().datasets }}</h2>
      <div class="wide" tabindex="0" role="region" aria-labelledby="dg-datasets">
        <table class="table table-compact">
          <thead>
            <tr>
              <th scope="col" class="left">{{ t().dataset }}</th>
              <th scope="col" class="left">{{ t().from }}</th>
              <th scope="col" class="left">{{ t().to }}</th>
              <th scope="col" class="left">{{ t().state }}</th>
              <th scope="col">{{ t().sent }}</th>
            </tr>
          </thead>
          <tbody>
            @for (step of run().steps; track $index) {
              <tr>
                <td class="left">{{ step.dataset }}</td>
                <td class="left">{{ step.from ? short(step.from) : run().kind === 'REPLICATION' ? t().full : '' }}</td>
                <td class="left">{{ short(step.to ?? '') }}</td>
                <td class="left dg-nowrap">
                  <dg-run-state [state]="step.state" />
                </td>
                <td class="dg-number dg-nowrap">
                  {{ format.bytes(step.bytesDone) }}
                  @if (step.bytesTotal && step.state === 'RUNNING') {
                    / {{ format.bytes(step.bytesTotal) }}
                  }
                </td>
              </tr>
            }
          </tbody>
        </table>
      </div>
    }
    <h2 id="dg-log">{{ t().log }}</h2>
    @if (lines().length === 0) {
      <p class="dg-muted">{{ t().noLog }}</p>
    } @else {
      <pre class="log" tabindex="0" role="log" aria-labelledby="dg-log">@for (line of lines(); track line.number) {<span
        [class.loud]="line.level !== 'INFO'">{{ format.time(line.at, 'TIME') }} {{ line.text }}
</span>}</pre>
    }
  `,
  styles: `
    .line {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: var(--cds-global-space-5);
      margin-top: var(--cds-global-space-5);
    }
    .facts {
      display: grid;
      grid-template-columns: max-content auto;
      gap: var(--cds-global-space-3) var(--cds-global-space-6);
      margin: var(--cds-global-space-6) 0 0;
    }
    h2 {
      margin-top: var(--cds-global-space-7);
      font-size: 0.8rem;
      line-height: 1.2rem;
    }
    dt {
      font-weight: 600;
    }
    dd {
      margin: 0;
    }
    .wide {
      overflow-x: auto;
    }
    .log {
      max-height: 18rem;
      overflow: auto;
      padding: var(--cds-global-space-5);
      white-space: pre-wrap;
      overflow-wrap: anywhere;
    }
    .loud {
      font-weight: 600;
    }
    .warning {
      overflow-wrap: anywhere;
    }
  `,
})
export class RunDetails {
  /** The run as the list knows it; from then on it is followed. */
  readonly of = input.required<Run>();
  readonly changed = output<Run>();

  private readonly api = inject(Api);
  protected readonly format = inject(Formatting);
  protected readonly t = useTexts(texts);
  protected readonly words = useTexts(words);
  protected readonly fill = useFill();
  private readonly followed = signal<Run | undefined>(undefined);
  private readonly id = computed(() => this.of().id);
  protected readonly run = computed(() => {
    const followed = this.followed();
    return followed?.id === this.id() ? followed : this.of();
  });
  protected readonly over = computed(() => ended(this.run()));
  protected readonly rights = useRights(() => this.of().datastoreId);
  protected readonly needed = computed(() => CANCELLED_BY[this.of().kind]);
  protected readonly lines = signal<readonly LogLine[]>([]);
  protected readonly live = signal(false);
  protected readonly cancelling = signal(false);
  protected readonly problem = signal<Problem | undefined>(undefined);
  /** A run's failure reads like any other problem. */
  protected readonly failure = computed<Problem | undefined>(() => {
    const error = this.run().error;
    return error && { code: error.code, title: error.message, stderr: error.stderr };
  });

  constructor() {
    effect((onCleanup) => {
      const stop = new AbortController();
      onCleanup(() => stop.abort());
      void this.follow(this.id(), stop.signal);
    });
  }

  private async follow(id: string, signal: AbortSignal): Promise<void> {
    this.lines.set([]);
    const heard = {
      run: (run: Run): void => {
        this.live.set(!ended(run));
        this.followed.set(run);
        this.changed.emit(run);
      },
      log: (line: LogLine): void => this.lines.update((lines) => [...lines, line].slice(-SHOWN_LINES)),
    };
    try {
      await follow(this.api, id, heard, signal);
    } catch (thrown) {
      this.problem.set(asProblem(thrown));
    } finally {
      this.live.set(false);
    }
  }

  protected async cancel(): Promise<void> {
    this.cancelling.set(true);
    try {
      const run = await answer<Run>(this.api.client.POST('/runs/{id}/cancel', { params: { path: { id: this.id() } } }));
      this.followed.set(run);
      this.changed.emit(run);
    } catch (thrown) {
      this.cancelling.set(false);
      this.problem.set(asProblem(thrown));
    }
  }

  /** With the person's identity, which a plain link would not carry. */
  protected async download(): Promise<void> {
    try {
      const log = await this.api.send(new Request(`${this.api.base}/runs/${encodeURIComponent(this.id())}/log`));
      save(await log.blob(), `run-${this.id()}.log`);
    } catch (thrown) {
      this.problem.set(asProblem(thrown));
    }
  }

  /** The part behind the @: the dataset stands beside it. */
  protected short(snapshot: string): string {
    return snapshot.slice(snapshot.indexOf('@') + 1);
  }
}
