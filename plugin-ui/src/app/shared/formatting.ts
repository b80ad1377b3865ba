import { inject, Injectable } from '@angular/core';
import { Host } from '../host/host';
import { DateTimeFormat } from '../host/sdk';
import { useFill, useTexts } from '../i18n/use-texts';
import { bytes, duration, inZone, rate } from './format';
import { texts } from './shared.texts';

/** Numbers and times as the person's language and the vSphere Client's settings want them. */
@Injectable({ providedIn: 'root' })
export class Formatting {
  private readonly host = inject(Host);
  private readonly t = useTexts(texts);
  private readonly fill = useFill();

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

  /** Such as 5 min ago; in 5 min for what is to come. */
  ago(moment: string | undefined, now: number = Date.now()): string {
    if (moment === undefined) {
      return this.t().never;
    }
    const seconds = (now - Date.parse(moment)) / 1000;
    return this.fill(seconds >= 0 ? this.t().ago : this.t().in, { time: this.duration(Math.abs(seconds)) });
  }
}
