import { Component, computed, inject, input, LOCALE_ID, model, signal } from '@angular/core';
import { FormsModule } from '@angular/forms';
import { ClrCommonFormsModule } from '@clr/angular/forms/common';
import { ClrDatepickerModule } from '@clr/angular/forms/datepicker';
import { Host } from '../../host/host';
import { calendarLocale, readDate, shownDate } from '../calendar';
import { Field } from './field';

/** The field in one language: Clarity's calendar looks at the language once, when it is made. */
@Component({
  selector: 'dg-calendar',
  imports: [ClrCommonFormsModule, ClrDatepickerModule, FormsModule],
  providers: [{ provide: LOCALE_ID, useFactory: () => calendarLocale(inject(Host).locale()) }],
  template: `
    <clr-date-container>
      <label>{{ label() }}</label>
      <input
        clrDate
        autocomplete="off"
        [ngModel]="shown()"
        (ngModelChange)="type($event)"
        (focusout)="typed.set(undefined)"
        [ngModelOptions]="{ standalone: true }"
        [disabled]="disabled()"
      />
      @if (help()) {
        <clr-control-helper>{{ help() }}</clr-control-helper>
      }
      @if (error()) {
        <clr-control-error>{{ error() }}</clr-control-error>
      }
    </clr-date-container>
  `,
})
export class LocalDate extends Field {
  readonly value = model.required<string>();

  private readonly host = inject(Host);
  /** Left alone until the person leaves the field. */
  protected readonly typed = signal<string | undefined>(undefined);
  protected readonly shown = computed(() => this.typed() ?? shownDate(this.value(), this.host.locale()));

  protected type(text: string): void {
    this.typed.set(text);
    this.value.set(readDate(text, this.host.locale()) ?? text.trim());
  }
}

/**
 * A day as the person's language writes it, with a calendar. A browser's own field for dates follows the browser's
 * language instead. Its value is YYYY-MM-DD, or what was typed where that is no date.
 */
@Component({
  selector: 'dg-date',
  imports: [LocalDate],
  template: `
    @for (locale of [host.locale()]; track locale) {
      <dg-calendar
        [label]="label()"
        [help]="help()"
        [error]="error()"
        [disabled]="disabled()"
        [value]="value()"
        (valueChange)="value.set($event)"
      />
    }
  `,
})
export class DateField {
  readonly label = input.required<string>();
  readonly help = input<string>();
  readonly error = input<string>();
  readonly disabled = input(false);
  readonly value = model.required<string>();

  protected readonly host = inject(Host);
}
