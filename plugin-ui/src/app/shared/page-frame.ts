import { Component, computed, input } from '@angular/core';
import { ClrSpinnerModule } from '@clr/angular/progress/spinner';
import { asProblem } from '../api/problem';
import { useTexts } from '../i18n/use-texts';
import { ProblemAlert } from './problem-alert';
import { texts } from './shared.texts';

/** What a page frame watches: what `watched()` makes. */
export interface Watched {
  error(): Error | undefined;
  hasValue(): boolean;
  reload(): boolean;
}

/**
 * A page's heading, and its content once there is some. Until then: that it is loading, that something failed or may
 * not be seen, or that there is nothing yet, with the page's own words and button:
 *
 *     <dg-page [title]="t().title" [of]="runs" [empty]="runs.value()?.items?.length === 0">
 *       <div page-actions>…</div> … <div page-empty>…</div>
 *     </dg-page>
 *
 * A failed refresh leaves what is shown and says that it failed.
 */
@Component({
  selector: 'dg-page',
  imports: [ClrSpinnerModule, ProblemAlert],
  template: `
    @if (title()) {
      <div class="head">
        <h1 cds-text="title" class="title">{{ title() }}</h1>
        <ng-content select="[page-actions]" />
      </div>
    }
    @if (problem(); as problem) {
      <dg-problem [problem]="problem" [retryable]="true" (retry)="of().reload()" />
    }
    @switch (state()) {
      @case ('loading') {
        <p class="wait">
          <clr-spinner clrMedium>{{ t().loading }}</clr-spinner>
        </p>
      }
      @case ('empty') {
        <div class="empty">
          <ng-content select="[page-empty]">{{ t().empty }}</ng-content>
        </div>
      }
      @case ('ready') {
        <ng-content />
      }
    }
  `,
  styles: `
    :host {
      display: block;
    }
    .head {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      justify-content: space-between;
      gap: var(--cds-global-space-6);
      margin-bottom: var(--cds-global-space-6);
    }
    .title {
      margin: 0;
    }
    .wait {
      margin: var(--cds-global-space-9) 0;
      text-align: center;
    }
    .empty {
      max-width: 40rem;
      margin: var(--cds-global-space-9) auto;
      text-align: center;
    }
  `,
})
export class PageFrame {
  readonly title = input<string>();
  readonly of = input.required<Watched>();
  readonly empty = input(false);

  protected readonly t = useTexts(texts);
  protected readonly problem = computed(() => {
    const error = this.of().error();
    return error === undefined ? undefined : asProblem(error);
  });
  protected readonly state = computed(() => {
    if (!this.of().hasValue()) {
      return this.problem() ? 'failed' : 'loading';
    }
    return this.empty() ? 'empty' : 'ready';
  });
}
