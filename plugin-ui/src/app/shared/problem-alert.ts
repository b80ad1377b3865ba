import { Component, computed, inject, input, output } from '@angular/core';
import { ClrAlertModule } from '@clr/angular/emphasis/alert';
import { Problem } from '../api/problem';
import { Host } from '../host/host';
import { useFill, useTexts } from '../i18n/use-texts';
import { runbook } from './runbook';
import { texts } from './shared.texts';

/** A problem in full: what, why, its code with the page that says what to do, and what the machine said. */
@Component({
  selector: 'dg-problem',
  imports: [ClrAlertModule],
  template: `
    <clr-alert [clrAlertType]="kind()" [clrAlertClosable]="false" role="alert">
      <clr-alert-item>
        <span class="alert-text">
          <strong>{{ title() }}</strong>
          @if (detail()) {
            <br />
            {{ detail() }}
          }
          @if (problem().temporary) {
            <br />
            {{ t().temporary }}
          }
          @for (error of problem().errors ?? []; track $index) {
            <br />
            <span class="dg-code">{{ error.field }}</span>
            {{ error.message }}
          }
          @if (problem().code; as code) {
            <br />
            <span class="dg-code">{{ code }}</span>
            ·
            <a class="alert-link" [href]="runbook(code)" target="_blank" rel="noopener">{{ t().runbook }}</a>
          }
          @if (problem().incidentId; as id) {
            <br />
            <small>{{ fill(t().incident, { id }) }}</small>
          }
          @if (problem().stderr; as said) {
            <details>
              <summary>{{ t().machineSaid }}</summary>
              <pre class="said">{{ said }}</pre>
            </details>
          }
        </span>
        @if (retryable()) {
          <div class="alert-actions">
            <button type="button" class="btn alert-action" (click)="retry.emit()">
              {{ problem().code === 'VERSION_CONFLICT' ? t().reload : t().retry }}
            </button>
          </div>
        }
      </clr-alert-item>
    </clr-alert>
  `,
  styles: `
    .said {
      white-space: pre-wrap;
      max-height: 12rem;
    }
  `,
})
export class ProblemAlert {
  readonly problem = input.required<Problem>();
  /** Whether trying again makes sense here. */
  readonly retryable = input(false);
  readonly retry = output();

  private readonly host = inject(Host);
  protected readonly t = useTexts(texts);
  protected readonly fill = useFill();

  protected readonly kind = computed(() => (this.problem().code === 'VERSION_CONFLICT' ? 'warning' : 'danger'));
  protected readonly title = computed(() => this.own()?.[0] ?? this.problem().title ?? this.t().unknownError);
  protected readonly detail = computed(() => this.own()?.[1] ?? this.problem().detail);
  protected readonly runbook = runbook;

  /** Where the person's surroundings matter, the pages explain better than the server can. */
  private own(): [string, string] | undefined {
    const t = this.t();
    const { code, status } = this.problem();
    switch (code) {
      case 'VERSION_CONFLICT':
        // A run's own conflict is about something else than what somebody wanted to save.
        return status === undefined ? undefined : [t.conflict, t.conflictDetail];
      case 'FORBIDDEN':
        return [t.noPermission, this.problem().detail ?? t.noPermissionDetail];
      case 'UNAUTHENTICATED':
        return this.host.embedded ? [t.sessionEnded, t.sessionEndedDetail] : undefined;
      default:
        return status === 0 ? [t.unreachable, t.unreachableDetail] : undefined;
    }
  }
}
