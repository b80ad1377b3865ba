import { Directive, effect, input, viewChild } from '@angular/core';
import { NgModel } from '@angular/forms';

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
      if (error) {
        control.markAsTouched();
      }
      control.updateValueAndValidity();
    });
  }
}
