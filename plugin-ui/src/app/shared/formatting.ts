import { inject, Injectable, signal } from '@angular/core';
import { Host } from '../host/host';
import { DateTimeFormat } from '../host/sdk';
import { useFill, useTexts } from '../i18n/use-texts';
import { shownTime } from './clock';
import { bytes, duration, inZone, rate } from './format';
import { texts } from './shared.texts';

const TICK_MILLIS = 5_000;

/** Numbers and times as the person's language and the vSphere Client's settings want them. */
@Injectable({ providedIn: 'root' })
export class Formatting {
  private readonly host = inject(Host);
  private readonly t = useTexts(texts);
  private readonly fill = useFill();
  private readonly clock = signal(Date.now());
  /** The time, to the few seconds that matter on a page; what is shown by it goes on by itself. */
  readonly now = this.clock.asReadonly();

  constructor() {
    setInterval(() => document.hidden || this.clock.set(Date.now()), TICK_MILLIS);
  }

  bytes(count: number | undefined): string {
    return bytes(count, this.host.locale());
  }

  rate(bytesPerSecond: number | undefined): string {
    return rate(bytesPerSecond, this.host.locale());
  }

  number(count: number): string {
    return count.toLocaleString(this.host.locale());
  }

  duration(seconds: number): string {
    return duration(seconds, this.host.locale());
  }

  /** In the person's zone; "Never" where there is no moment. */
  time(moment: string | undefined, format: DateTimeFormat = 'DATE_AND_TIME'): string {
    return moment === undefined ? this.t().never : this.host.formatTime(Date.parse(moment), format);
  }

  /** By a task's zone, which is named. */
  timeIn(moment: string, zone: string): string {
    return inZone(moment, zone, this.host.locale());
  }

  /** A time of day, HH:mm, as the language writes it. */
  timeOfDay(time: string): string {
    return shownTime(time, this.host.locale());
  }

  /** When something may start, such as 22:00–06:00; empty for all day. */
  window(begin: string | undefined, end: string | undefined): string {
    return begin === undefined || end === undefined ? '' : `${this.timeOfDay(begin)}–${this.timeOfDay(end)}`;
  }

  /** Such as 5 min ago; in 5 min for what is to come. */
  ago(moment: string | undefined): string {
    if (moment === undefined) {
      return this.t().never;
    }
    const seconds = Math.round((this.now() - Date.parse(moment)) / 1000);
    // What happened after the clock's last tick is no future.
    const past = seconds > -TICK_MILLIS / 1000;
    return this.fill(past ? this.t().ago : this.t().in, {
      time: this.duration(past ? Math.max(0, seconds) : -seconds),
    });
  }
}
