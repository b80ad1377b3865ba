const SIZES = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'] as const;

/** Such as 1.5 GiB: three digits at most, in powers of 1024, as ZFS counts. */
export function bytes(count: number | undefined, locale: string): string {
  if (count === undefined) {
    return '–';
  }
  const power = Math.min(SIZES.length - 1, count < 1 ? 0 : Math.floor(Math.log2(count) / 10));
  const value = count / 1024 ** power;
  const digits = power === 0 || value >= 100 ? 0 : value >= 10 ? 1 : 2;
  return `${value.toLocaleString(locale, { maximumFractionDigits: digits })} ${SIZES[power]}`;
}

/** Such as 12.3 MiB/s. */
export function rate(bytesPerSecond: number | undefined, locale: string): string {
  return bytesPerSecond === undefined ? '–' : `${bytes(bytesPerSecond, locale)}/s`;
}

const UNITS = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
] as const;

/** Such as 2 hr 5 min: the two largest units that matter, in the words of the language. */
export function duration(seconds: number, locale: string): string {
  const whole = Math.max(0, Math.round(seconds));
  const at = UNITS.findIndex(([, size]) => whole >= size);
  const first = at < 0 ? UNITS.length - 1 : at;
  let rest = whole;
  const parts: string[] = [];
  for (const [unit, size] of UNITS.slice(first, first + 2)) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0 || parts.length === 0) {
      parts.push(new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'short' }).format(count));
    }
  }
  return parts.join(' ');
}

/** A moment by a zone's clock, with the zone named, such as 22 Nov 2026, 02:00 (Europe/Berlin). */
export function inZone(moment: string | number, zone: string, locale: string): string {
  const text = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone: zone }).format(
    new Date(moment),
  );
  return `${text} (${zone})`;
}

/** The zone of the person's browser. */
export function ownZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}
