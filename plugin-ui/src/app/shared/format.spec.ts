import { bytes, duration, inZone, rate } from './format';

describe('sizes', () => {
  it.each([
    [undefined, '–'],
    [0, '0 B'],
    [1023, '1,023 B'],
    [1024, '1 KiB'],
    [1536, '1.5 KiB'],
    [25 * 1024 ** 2, '25 MiB'],
    [1024 ** 4 * 1.234, '1.23 TiB'],
    [1024 ** 6, '1,024 PiB'],
  ])('%s is %s', (count, text) => expect(bytes(count, 'en-US')).toBe(text));

  it('follow the language', () => expect(bytes(1536, 'fr-FR')).toBe('1,5 KiB'));
  it('make rates', () => expect(rate(2048, 'en-US')).toBe('2 KiB/s'));
});

describe('durations', () => {
  it.each([
    [0, '0 sec'],
    [59, '59 sec'],
    [61, '1 min 1 sec'],
    [3600, '1 hr'],
    [90_061, '1 day 1 hr'],
    [-5, '0 sec'],
  ])('%s s is %s', (seconds, text) => expect(duration(seconds, 'en-US')).toBe(text));
});

describe('times', () => {
  it('name the zone they are in', () =>
    expect(inZone('2026-11-21T23:30:00Z', 'Europe/Berlin', 'en-GB')).toBe('22 Nov 2026, 00:30 (Europe/Berlin)'));
});
