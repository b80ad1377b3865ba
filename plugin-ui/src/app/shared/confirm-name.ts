import { Component, computed, input, output, signal } from '@angular/core';
import { FormsModule } from '@angular/forms';
import { ClrInputModule } from '@clr/angular/forms/input';
import { ClrModalModule } from '@clr/angular/modal';
import { Problem } from '../api/problem';
import { useFill, useTexts } from '../i18n/use-texts';
import { ProblemAlert } from './problem-alert';
import { texts } from './shared.texts';

/**
 * Asks for a name before something is lost for ever. What is lost stands in the content. The owner performs the action
 * on `confirmed`, and shows its failure by `problem`; removing this component closes the question.
 */
@Component({
  selector: 'dg-confirm-name',
  imports: [ClrModalModule, ClrInputModule, FormsModule, ProblemAlert],
  template: `
    <clr-modal [clrModalOpen]="true" (clrModalOpenChange)="dismissed.emit()" clrModalSize="md">
      <h2 class="modal-title">{{ title() }}</h2>
      <div class="modal-body">
        @if (problem(); as problem) {
          <dg-problem [problem]="problem" />
        }
        <ng-content />
        <form id="dg-confirm" (ngSubmit)="confirm()">
          <clr-input-container>
            <label>{{ fill(t().confirmName, { name: name() }) }}</label>
            <input clrInput name="name" autocomplete="off" spellcheck="false" [(ngModel)]="typed" />
          </clr-input-container>
        </form>
      </div>
      <div class="modal-footer">
        <button type="button" class="btn btn-outline" (click)="dismissed.emit()">{{ t().cancel }}</button>
        <button type="submit" form="dg-confirm" class="btn btn-danger" [disabled]="!matches() || busy()">
          {{ action() ?? t().delete }}
        </button>
      </div>
    </clr-modal>
  `,
})
export class ConfirmName {
  readonly title = input.required<string>();
  /** What has to be typed. */
  readonly name = input.required<string>();
  /** The button's text; "Delete" otherwise. */
  readonly action = input<string>();
  readonly busy = input(false);
  readonly problem = input<Problem>();
  readonly confirmed = output<string>();
  readonly dismissed = output();

  protected readonly t = useTexts(texts);
  protected readonly fill = useFill();
  protected readonly typed = signal('');
  protected readonly matches = computed(() => this.typed() === this.name());

  protected confirm(): void {
    if (this.matches() && !this.busy()) {
      this.confirmed.emit(this.name());
    }
  }
}
