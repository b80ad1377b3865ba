import { Component, input, model } from '@angular/core';
import { FormsModule } from '@angular/forms';
import { ClrSelectModule } from '@clr/angular/forms/select';
import { Field } from './field';

export interface Option<T extends string = string> {
  value: T;
  text: string;
}

/** One of several values. */
@Component({
  selector: 'dg-select',
  imports: [ClrSelectModule, FormsModule],
  template: `
    <clr-select-container>
      <label>{{ label() }}</label>
      <select
        clrSelect
        [ngModel]="value()"
        (ngModelChange)="value.set($event)"
        [ngModelOptions]="{ standalone: true }"
        [disabled]="disabled()"
      >
        @for (option of options(); track option.value) {
          <option [value]="option.value">{{ option.text }}</option>
        }
      </select>
      @if (help()) {
        <clr-control-helper>{{ help() }}</clr-control-helper>
      }
      @if (error()) {
        <clr-control-error>{{ error() }}</clr-control-error>
      }
    </clr-select-container>
  `,
})
export class SelectField<T extends string> extends Field {
  readonly value = model.required<T>();
  readonly options = input.required<readonly Option<T>[]>();
}
