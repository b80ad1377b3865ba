import { Component, computed, inject, input, output, signal, DestroyRef } from '@angular/core';
import { Api } from '../api/api';
import { ended, Run } from '../api/model';
import { untilEnded } from '../api/until-ended';
import { useTexts } from '../i18n/use-texts';
import { ProblemAlert } from './problem-alert';
import { RunProgress } from './run-progress';
import { RunStateView } from './run-state';
import { texts } from './shared.texts';

/** A run that an action has started, and how it goes until it has ended; what is to be done then stands in the content. */
@Component({
  selector: 'dg-followed-run',
  imports: [ProblemAlert, RunProgress, RunStateView],
  template: `
    @let run = of();
    <p role="status">
      <dg-run-state [state]="run.state" />
      @if (!over() && going(); as words) {
        – {{ words }}
      } @else if (over() && !run.error && done(); as words) {
        – {{ words }}
      }
    </p>
    <dg-run-progress [run]="run" />
    @if (run.error; as error) {
      <dg-problem [problem]="{ code: error.code, title: error.message, stderr: error.stderr }" />
    }
    @for (warning of run.warnings; track $index) {
      <p>{{ warning }}</p>
    }
    <ng-content />
    <button type="button" class="btn btn-primary" (click)="left.emit()">{{ over() ? t().close : t().leave }}</button>
  `,
  styles: `
    button {
      margin-top: var(--cds-global-space-7);
    }
  `,
})
export class FollowedRunView {
  readonly of = input.required<Run>();
  /** What it does at the moment, and what it did, in words. */
  readonly going = input<string>();
  readonly done = input<string>();
  readonly left = output();

  protected readonly t = useTexts(texts);
  protected readonly over = computed(() => ended(this.of()));
}

/** Follows one run at a time for as long as its page is there. */
export class FollowedRun {
  private readonly api = inject(Api);
  private readonly gone = new AbortController();
  /** As it stands now; undefined before one is followed. */
  readonly run = signal<Run | undefined>(undefined);

  constructor() {
    inject(DestroyRef).onDestroy(() => this.gone.abort());
  }

  /** @throws ProblemError */
  async follow(started: Run): Promise<void> {
    this.run.set(await untilEnded(this.api, started, this.gone.signal, (run) => this.run.set(run)));
  }
}
