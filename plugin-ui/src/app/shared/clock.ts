/** The zones a browser knows, for a list of suggestions; the server knows more names and says when it does not. */
export function zones(): string[] {
  return ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')];
}

/** A zone's clock now, in minutes since its midnight; undefined for a zone the browser does not know. */
export function minuteNow(zone: string, now: number): number | undefined {
  try {
    const parts = new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    }).formatToParts(now);
    const part = (type: string) => Number(parts.find((found) => found.type === type)?.value);
    return part('hour') * 60 + part('minute');
  } catch {
    return undefined;
  }
}

/** Minutes since midnight of HH:mm; undefined for anything else. */
export function minuteOf(time: string): number | undefined {
  const match = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(time);
  return match ? Number(match[1]) * 60 + Number(match[2]) : undefined;
}

/** HH:mm as the language writes a time of day, such as 10:00 PM; anything else as it is. */
export function shownTime(time: string, locale: string): string {
  const minute = minuteOf(time);
  return minute === undefined
    ? time
    : new Intl.DateTimeFormat(locale, { timeStyle: 'short', timeZone: 'UTC' }).format(minute * 60_000);
}

/** HH:mm of a time of day as people write it: 22:00, 22.00, 22h, 10:00 PM, 10 p. m.; undefined for anything else. */
export function readTime(text: string): string | undefined {
  const HALF = /午[前後]|([ap])\.?\s?m\.?/;
  // Languages put narrow blanks and wide digits into times.
  const said = text.normalize('NFKC').trim().toLowerCase();
  const half = HALF.exec(said);
  const match = /^(\d{1,2})(?:\s?[:.h時]\s?(\d{2})?分?)?$/.exec(said.replace(HALF, '').trim());
  if (!match) {
    return undefined;
  }
  const hour = Number(match[1]);
  const late = half?.[0] === '午後' || half?.[1] === 'p';
  if (half && (hour < 1 || hour > 12)) {
    return undefined;
  }
  const time = `${String(half ? (hour % 12) + (late ? 12 : 0) : hour).padStart(2, '0')}:${match[2] ?? '00'}`;
  return minuteOf(time) === undefined ? undefined : time;
}

const SPAN_UNITS = [
  ['d', 86_400, /^(?:d|j|日)/],
  ['h', 3_600, /^(?:h|時間)/],
  ['min', 60, /^(?:m|分)/],
  ['s', 1, /^(?:s|秒)/],
] as const;

/** Seconds of a span of time as people write it, such as 90 s, 1 h 30 min or 2 d; undefined for anything else. */
export function readSpan(text: string): number | undefined {
  const said = text.normalize('NFKC').trim().toLowerCase();
  if (!/^(?:\d{1,9}\s*[^\d\s]+\s*)+$/.test(said)) {
    return undefined;
  }
  let seconds = 0;
  for (const [, count, word] of said.matchAll(/(\d+)\s*([^\d\s]+)/g)) {
    const unit = SPAN_UNITS.find(([, , pattern]) => pattern.test(word ?? ''));
    if (!unit) {
      return undefined;
    }
    seconds += Number(count) * unit[1];
  }
  return seconds;
}

/** A span of time such as {@link readSpan} reads, nothing rounded. */
export function shownSpan(seconds: number): string {
  const parts: string[] = [];
  let rest = seconds;
  for (const [unit, size] of SPAN_UNITS) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) {
      parts.push(`${count} ${unit}`);
    }
  }
  return parts.join(' ') || '0 s';
}

/** Seconds of a duration of the API's, such as PT1H30M, P2D or PT-1M-3.5S; undefined for anything else. */
export function secondsOf(duration: string | undefined): number | undefined {
  const match = /^P(?:(-?\d+)D)?(?:T(?:(-?\d+)H)?(?:(-?\d+)M)?(?:(-?[\d.]+)S)?)?$/.exec(duration ?? '');
  return match
    ? [86_400, 3_600, 60, 1].reduce((sum, size, at) => sum + size * Number(match[at + 1] ?? 0), 0)
    : undefined;
}
