import { registerLocaleData } from '@angular/common';
import enGB from '@angular/common/locales/en-GB';
import es from '@angular/common/locales/es';
import fr from '@angular/common/locales/fr';
import ja from '@angular/common/locales/ja';
import { languageOf } from '../i18n/catalogue';

[enGB, es, fr, ja].forEach((data) => registerLocaleData(data));

const SHAPE = /^(\d{4})-(\d{2})-(\d{2})$/;

/** The locale whose dates Clarity's calendar writes; most of those that nobody translated put the day first. */
export function calendarLocale(locale: string): string {
  const language = languageOf(locale);
  return language !== 'en' || /^en(-US)?$/.test(locale) ? language : 'en-GB';
}

/** In which order the language writes a date's parts. */
function order(locale: string): Intl.DateTimeFormatPartTypes[] {
  return new Intl.DateTimeFormat(calendarLocale(locale), { year: 'numeric', month: '2-digit', day: '2-digit' })
    .formatToParts(0)
    .map((part) => part.type)
    .filter((type) => type !== 'literal');
}

/** The first moment of a day YYYY-MM-DD by the person's clock; undefined for what is no such day. */
export function dayBegins(date: string): Date | undefined {
  const [year = NaN, month = NaN, day = NaN] = SHAPE.exec(date)?.slice(1).map(Number) ?? [];
  const begins = new Date(year, month - 1, day);
  // The 31st of a shorter month would be taken for a day of the next one.
  return begins.getMonth() === month - 1 && begins.getDate() === day ? begins : undefined;
}

/** The last moment of a day. */
export function dayEnds(date: string): Date | undefined {
  const ends = dayBegins(date);
  ends?.setHours(23, 59, 59, 999);
  return ends;
}

/** YYYY-MM-DD as Clarity writes a date in the language; anything else as it is. */
export function shownDate(date: string, locale: string): string {
  const [, year = '', month = '', day = ''] = SHAPE.exec(date) ?? [];
  const parts: Partial<Record<Intl.DateTimeFormatPartTypes, string>> = { year, month, day };
  return year === ''
    ? date
    : order(locale)
        .map((part) => parts[part])
        .join('/');
}

/** YYYY-MM-DD of a date as people write it in the language, such as 1.2.2027; undefined for anything else. */
export function readDate(text: string, locale: string): string | undefined {
  const numbers = text.normalize('NFKC').match(/\d+/g);
  if (numbers?.length !== 3) {
    return undefined;
  }
  const part = (wanted: Intl.DateTimeFormatPartTypes) => numbers[order(locale).indexOf(wanted)] ?? '';
  const date = `${part('year')}-${part('month').padStart(2, '0')}-${part('day').padStart(2, '0')}`;
  return dayBegins(date) && date;
}
