import { Component, input, model } from '@angular/core';
import { FormsModule } from '@angular/forms';
import { ClrCommonFormsModule } from '@clr/angular/forms/common';
import { Option } from './select-field';

let fields = 0;

/** A number and its unit beside each other. Clarity's containers hold one field each; this is drawn as they are. */
@Component({
  selector: 'dg-lifetime',
  imports: [ClrCommonFormsModule, FormsModule],
  template: `
    <div class="clr-form-control clr-row">
      <label class="clr-control-label clr-col-12 clr-col-md-3" [for]="id">{{ label() }}</label>
      <div class="clr-control-container clr-col-md-9 clr-col-12" [class.clr-error]="error()">
        <div class="pair">
          <div class="clr-input-wrapper">
            <input
              class="clr-input number"
              type="text"
              inputmode="numeric"
              autocomplete="off"
              [id]="id"
              [attr.aria-describedby]="error() || help() ? id + '-words' : null"
              [attr.aria-invalid]="error() ? true : null"
              [ngModel]="value()"
              (ngModelChange)="value.set($event)"
              [ngModelOptions]="{ standalone: true }"
            />
          </div>
          <div class="clr-select-wrapper">
            <select
              class="clr-select"
              [attr.aria-label]="unitLabel()"
              [ngModel]="unit()"
              (ngModelChange)="unit.set($event)"
              [ngModelOptions]="{ standalone: true }"
              [disabled]="unitDisabled()"
            >
              @for (option of units(); track option.value) {
                <option [value]="option.value">{{ option.text }}</option>
              }
            </select>
          </div>
        </div>
        <div [id]="id + '-words'">
          @if (error()) {
            <clr-control-error>{{ error() }}</clr-control-error>
          } @else if (help()) {
            <clr-control-helper>{{ help() }}</clr-control-helper>
          }
        </div>
      </div>
    </div>
  `,
  styles: `
    .pair {
      display: flex;
      gap: var(--cds-global-space-5);
    }
    .number {
      width: 6rem;
    }
  `,
})
export class LifetimeField<T extends string> {
  readonly label = input.required<string>();
  readonly unitLabel = input.required<string>();
  readonly units = input.required<readonly Option<T>[]>();
  readonly help = input<string>();
  readonly error = input<string>();
  readonly unitDisabled = input(false);
  /** As it was typed. */
  readonly value = model.required<string>();
  readonly unit = model.required<T>();

  protected readonly id = `dg-lifetime-${fields++}`;
}
