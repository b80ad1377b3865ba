import { Directive, effect, input, viewChild } from '@angular/core';
import { NgModel, TouchedChangeEvent } from '@angular/forms';

/**
 * What the fields of these pages' forms have in common. A field shows the error it is given, whoever found it: the form
 * before it asks, or the server afterwards.
 */
@Directive()
export abstract class Field {
  readonly label = input.required<string>();
  readonly help = input<string>();
  readonly error = input<string>();
  readonly disabled = input(false);

  private readonly model = viewChild.required(NgModel);

  constructor() {
    effect(() => {
      const error = this.error();
      const { control } = this.model();
      control.setValidators(() => (error ? { error } : null));
      control.updateValueAndValidity();
      if (error) {
        control.markAsTouched();
      } else {
        control.markAsUntouched();
      }
    });
    // Clarity draws a green line below what was touched and breaks no rule, as if the server had agreed.
    effect((onCleanup) => {
      const { control } = this.model();
      const heard = control.events.subscribe((event) => {
        if (event instanceof TouchedChangeEvent && event.touched && !control.errors) {
          control.markAsUntouched();
        }
      });
      onCleanup(() => heard.unsubscribe());
    });
  }
}

/** Takes the keyboard to the first field that is marked, once it is. */
export function focusWrong(form: HTMLElement): void {
  setTimeout(() =>
    form.querySelector<HTMLElement>('.clr-error input, .clr-error select, .clr-error textarea')?.focus(),
  );
}
