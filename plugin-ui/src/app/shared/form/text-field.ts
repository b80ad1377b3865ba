import { Component, input, model } from '@angular/core';
import { FormsModule } from '@angular/forms';
import { ClrInputModule } from '@clr/angular/forms/input';
import { Field } from './field';

let lists = 0;

/** A line of text; numbers too, as text, so that what was typed is kept while it is wrong. */
@Component({
  selector: 'dg-text',
  imports: [ClrInputModule, FormsModule],
  template: `
    <clr-input-container>
      <label>{{ label() }}</label>
      <input
        clrInput
        [type]="type()"
        [ngModel]="value()"
        (ngModelChange)="value.set($event)"
        [ngModelOptions]="{ standalone: true }"
        [disabled]="disabled()"
        [readOnly]="readonly()"
        [attr.list]="suggestions().length ? list : null"
        [attr.autocomplete]="type() === 'password' ? 'new-password' : 'off'"
        [attr.inputmode]="numeric() ? 'numeric' : null"
        [attr.placeholder]="placeholder()"
        [attr.aria-required]="required() || null"
        [class.wide]="wide()"
        spellcheck="false"
      />
      @if (help()) {
        <clr-control-helper>{{ help() }}</clr-control-helper>
      }
      @if (error()) {
        <clr-control-error>{{ error() }}</clr-control-error>
      }
    </clr-input-container>
    <datalist [id]="list">
      @for (suggestion of suggestions(); track suggestion) {
        <option [value]="suggestion"></option>
      }
    </datalist>
  `,
  styles: `
    .wide {
      width: 22rem;
      max-width: 100%;
    }
  `,
})
export class TextField extends Field {
  readonly value = model.required<string>();
  readonly type = input<'text' | 'password'>('text');
  readonly numeric = input(false);
  readonly wide = input(false);
  /** Shown among the fields, but not to be changed. */
  readonly readonly = input(false);
  readonly required = input(false);
  readonly placeholder = input<string>();
  readonly suggestions = input<readonly string[]>([]);
  protected readonly list = `dg-suggestions-${lists++}`;
}
