import { Component, model } from '@angular/core';
import { FormsModule } from '@angular/forms';
import { ClrCheckboxModule } from '@clr/angular/forms/checkbox';
import { Field } from './field';

/** Yes or no. */
@Component({
  selector: 'dg-check',
  imports: [ClrCheckboxModule, FormsModule],
  template: `
    <clr-checkbox-container>
      <clr-checkbox-wrapper>
        <input
          type="checkbox"
          clrCheckbox
          [ngModel]="value()"
          (ngModelChange)="value.set($event)"
          [ngModelOptions]="{ standalone: true }"
          [disabled]="disabled()"
        />
        <label>{{ label() }}</label>
      </clr-checkbox-wrapper>
      @if (help()) {
        <clr-control-helper>{{ help() }}</clr-control-helper>
      }
      @if (error()) {
        <clr-control-error>{{ error() }}</clr-control-error>
      }
    </clr-checkbox-container>
  `,
  styles: `
    /* Below the fields, not below their labels. */
    @media (min-width: 768px) {
      :host-context(.clr-form-horizontal) {
        display: block;
        margin-inline-start: calc(25% + var(--cds-global-space-4));
      }
    }
  `,
})
export class CheckField extends Field {
  readonly value = model.required<boolean>();
}
