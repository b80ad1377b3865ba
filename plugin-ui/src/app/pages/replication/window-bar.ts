import { Component, computed, inject, input } from '@angular/core';
import { Host } from '../../host/host';
import { useFill, useTexts } from '../../i18n/use-texts';
import { minuteNow, minuteOf } from '../../shared/clock';
import { Formatting } from '../../shared/formatting';
import { texts } from './replication.texts';

const DAY = 24 * 60;

/** A part of the day, in minutes since midnight. */
export interface Span {
  from: number;
  to: number;
}

/** The parts of one day in which a window is open; two where it crosses midnight, both ends included. */
export function openSpans(begin: number, end: number): Span[] {
  return begin <= end
    ? [{ from: begin, to: end + 1 }]
    : [
        { from: 0, to: end + 1 },
        { from: begin, to: DAY },
      ];
}

/** When a task may start, on a bar of 24 hours of its zone, with where that zone's clock stands. */
@Component({
  selector: 'dg-window-bar',
  template: `
    @if (spans(); as spans) {
      <div class="bar" role="img" [attr.aria-label]="words()">
        @for (span of spans; track span.from) {
          <div class="open" [style.left.%]="percent(span.from)" [style.width.%]="percent(span.to - span.from)"></div>
        }
        @if (now(); as now) {
          <div class="now" [style.left.%]="percent(now)"></div>
        }
      </div>
      <div class="hours" aria-hidden="true">
        @for (hour of hours; track hour) {
          <span [style.left.%]="percent(hour * 60)">{{ hour }}</span>
        }
      </div>
      <p class="words">{{ words() }}</p>
    }
  `,
  styles: `
    :host {
      display: block;
      max-width: 40rem;
      margin: var(--cds-global-space-7) 0;
    }
    @media (min-width: 768px) {
      :host-context(.clr-form-horizontal) {
        margin-inline-start: calc(25% + var(--cds-global-space-5));
      }
    }
    .bar {
      position: relative;
      height: var(--cds-global-space-7);
      overflow: hidden;
      border: 1px solid var(--cds-alias-object-border-color);
      border-radius: var(--cds-alias-object-border-radius-100);
      background: var(--cds-alias-object-container-background-tint);
    }
    .open {
      position: absolute;
      top: 0;
      bottom: 0;
      background: var(--cds-alias-status-success);
    }
    .now {
      position: absolute;
      top: 0;
      bottom: 0;
      width: 2px;
      background: var(--cds-alias-typography-color-500);
    }
    .hours {
      position: relative;
      height: var(--cds-global-space-8);
      font-size: var(--cds-global-typography-font-size-1);
    }
    .hours span {
      position: absolute;
      transform: translateX(-50%);
    }
    .hours span:first-child {
      transform: none;
    }
    .hours span:last-child {
      transform: translateX(-100%);
    }
    .words {
      margin: 0;
    }
  `,
})
export class WindowBar {
  /** HH:mm, as typed; nothing is drawn while one is not a time. */
  readonly begin = input.required<string>();
  readonly end = input.required<string>();
  readonly zone = input.required<string>();

  private readonly host = inject(Host);
  private readonly format = inject(Formatting);
  protected readonly t = useTexts(texts);
  private readonly fill = useFill();
  protected readonly hours = [0, 3, 6, 9, 12, 15, 18, 21, 24];

  protected readonly spans = computed(() => {
    const begin = minuteOf(this.begin());
    const end = minuteOf(this.end());
    return begin === undefined || end === undefined ? undefined : openSpans(begin, end);
  });
  protected readonly now = computed(() => {
    this.host.refreshes();
    return minuteNow(this.zone(), Date.now());
  });
  protected readonly words = computed(() => {
    const spans = this.spans() ?? [];
    const values = {
      begin: this.format.timeOfDay(this.begin()),
      end: this.format.timeOfDay(this.end()),
      zone: this.zone(),
    };
    const t = this.t();
    return spans.length === 1 && spans[0]?.to === DAY && spans[0].from === 0
      ? t.windowAll
      : this.fill(spans.length === 2 ? t.windowNight : t.windowIn, values);
  });

  protected percent(minutes: number): number {
    return (minutes / DAY) * 100;
  }
}
