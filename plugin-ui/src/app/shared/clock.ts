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
