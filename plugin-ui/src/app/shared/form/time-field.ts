import { Component, computed, inject, input, model, signal } from '@angular/core';
import { Host } from '../../host/host';
import { readTime, shownTime } from '../clock';
import { TextField } from './text-field';

/**
 * A time of day as the person's language writes it. A browser's own field for times follows the browser's language
 * instead. Its value is HH:mm, or what was typed where that is no time.
 */
@Component({
  selector: 'dg-time',
  imports: [TextField],
  template: `
    <dg-text
      [label]="label()"
      [help]="help()"
      [error]="error()"
      [value]="shown()"
      (valueChange)="type($event)"
      (focusout)="typed.set(undefined)"
    />
  `,
})
export class TimeField {
  readonly label = input.required<string>();
  readonly help = input<string>();
  readonly error = input<string>();
  readonly value = model.required<string>();

  private readonly host = inject(Host);
  /** Left alone until the person leaves the field. */
  protected readonly typed = signal<string | undefined>(undefined);
  protected readonly shown = computed(() => this.typed() ?? shownTime(this.value(), this.host.locale()));

  protected type(text: string): void {
    this.typed.set(text);
    this.value.set(readTime(text) ?? text);
  }
}
