import { dayBegins, dayEnds, readDate, shownDate } from './calendar';

describe('a date', () => {
  it.each([
    ['en-US', '12/31/2027'],
    ['en-GB', '31/12/2027'],
    ['de-DE', '31/12/2027'],
    ['es-ES', '31/12/2027'],
    ['fr-FR', '31/12/2027'],
    ['ja-JP', '2027/12/31'],
  ])('is written in %s as %s, and read again', (locale, text) => {
    expect(shownDate('2027-12-31', locale)).toBe(text);
    expect(readDate(text, locale)).toBe('2027-12-31');
  });

  it.each([
    ['1.2.2027', 'fr', '2027-02-01'],
    ['1-2-2027', 'en-US', '2027-01-02'],
    ['２０２７年２月１日', 'ja', '2027-02-01'],
    ['31/02/2027', 'fr', undefined],
    ['29/02/2028', 'fr', '2028-02-29'],
    ['13/01/2027', 'en-US', undefined],
    ['1/2/27', 'fr', undefined],
    ['1/2', 'fr', undefined],
    ['tomorrow', 'en-US', undefined],
    ['', 'en-US', undefined],
  ])('%s in %s is %s', (text, locale, date) => expect(readDate(text, locale)).toBe(date));

  it('that is none is shown as it was typed', () => expect(shownDate('tomorrow', 'fr')).toBe('tomorrow'));

  it('lasts from its first moment to its last, by the person’s clock', () => {
    expect(dayBegins('2027-02-01')).toEqual(new Date(2027, 1, 1));
    expect(dayEnds('2027-02-01')).toEqual(new Date(2027, 1, 1, 23, 59, 59, 999));
    expect(dayBegins('2027-02-31')).toBeUndefined();
  });
});
