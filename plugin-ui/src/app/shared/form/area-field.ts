import { Component, input, model } from '@angular/core';
import { FormsModule } from '@angular/forms';
import { ClrTextareaModule } from '@clr/angular/forms/textarea';
import { Field } from './field';

/** Several lines, one value on each. */
@Component({
  selector: 'dg-area',
  imports: [ClrTextareaModule, FormsModule],
  template: `
    <clr-textarea-container>
      <label>{{ label() }}</label>
      <textarea
        clrTextarea
        [rows]="rows()"
        [ngModel]="value()"
        (ngModelChange)="value.set($event)"
        [ngModelOptions]="{ standalone: true }"
        [disabled]="disabled()"
        spellcheck="false"
      ></textarea>
      @if (help()) {
        <clr-control-helper>{{ help() }}</clr-control-helper>
      }
      @if (error()) {
        <clr-control-error>{{ error() }}</clr-control-error>
      }
    </clr-textarea-container>
  `,
  styles: `
    textarea {
      width: 22rem;
      max-width: 100%;
    }
  `,
})
export class AreaField extends Field {
  readonly value = model.required<string>();
  readonly rows = input(2);
}

/** The values of a field with one on each line. */
export function lines(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}
