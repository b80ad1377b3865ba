import { Component, inject, input, output } from '@angular/core';
import { ClrIcon } from '@clr/angular/icon';
import { Run } from '../../api/model';
import { useFill, useTexts } from '../../i18n/use-texts';
import { Formatting } from '../../shared/formatting';
import { runbook } from '../../shared/runbook';
import { texts } from './dashboard.texts';
import { Failure } from './failures';

/** The tasks that failed, each with its reason and the next step. */
@Component({
  selector: 'dg-failure-list',
  imports: [ClrIcon],
  template: `
    @for (failure of failures(); track failure.run.id) {
      <div class="failure">
        <cds-icon shape="error-standard" status="danger" solid></cds-icon>
        <div class="text">
          <strong>{{ failure.run.taskName }}</strong>
          <span class="dg-muted">
            {{ format.ago(failure.run.endedAt) }} · {{ fill(t().times, { n: failure.times }) }}
          </span>
          <br />
          {{ failure.run.error?.message }}
          @if (failure.run.error?.temporary) {
            {{ t().retries }}
          }
          <br />
          @if (failure.run.error?.code; as code) {
            <span class="dg-code">{{ code }}</span>
            ·
            <a [href]="runbook(code)" target="_blank" rel="noopener">{{ t().runbook }}</a>
          }
          @if (failure.run.datastoreId) {
            ·
            <button type="button" class="btn btn-link btn-sm inline" (click)="chosen.emit(failure.run)">
              {{ t().showRuns }}
            </button>
          }
        </div>
      </div>
    } @empty {
      <p class="dg-muted">
        <cds-icon shape="check-circle" status="success"></cds-icon>
        {{ t().noFailures }}
      </p>
    }
  `,
  styles: `
    p {
      margin-top: 0;
    }
    .failure {
      display: flex;
      gap: var(--cds-global-space-5);
      padding: var(--cds-global-space-5) 0;
      border-bottom: 1px solid var(--cds-alias-object-border-color);
    }
    .failure:last-child {
      border-bottom: none;
    }
    .text {
      min-width: 0;
      overflow-wrap: anywhere;
    }
    .inline {
      margin: 0;
      padding: 0;
    }
  `,
})
export class FailureList {
  readonly failures = input.required<readonly Failure[]>();
  readonly chosen = output<Run>();
  protected readonly format = inject(Formatting);
  protected readonly t = useTexts(texts);
  protected readonly fill = useFill();
  protected readonly runbook = runbook;
}
