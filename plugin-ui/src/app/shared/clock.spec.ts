import { readSpan, readTime, secondsOf, shownSpan, shownTime } from './clock';

describe('a time of day', () => {
  it.each([
    ['22:00', '22:00'],
    ['7:05', '07:05'],
    ['22.30', '22:30'],
    ['22h', '22:00'],
    ['22 h 15', '22:15'],
    ['10:00 PM', '22:00'],
    ['10:00\u202fPM', '22:00'],
    ['12 am', '00:00'],
    ['12:30 p. m.', '12:30'],
    ['午後10:00', '22:00'],
    ['２２：００', '22:00'],
    ['22時05分', '22:05'],
    ['', undefined],
    ['24:00', undefined],
    ['22:60', undefined],
    ['13:00 PM', undefined],
    ['noon', undefined],
    ['22:00:00', undefined],
  ])('%s is %s', (text, time) => expect(readTime(text)).toBe(time));

  it.each([
    ['en-US', '10:05 PM'],
    ['en-GB', '22:05'],
    ['es', '22:05'],
    ['fr-FR', '22:05'],
    ['ja', '22:05'],
    ['de-DE', '22:05'],
  ])('is written in %s as %s, and read again', (locale, text) => {
    const shown = shownTime('22:05', locale);
    expect(shown.replace(/\s/, ' ')).toBe(text);
    expect(readTime(shown)).toBe('22:05');
  });

  it('that is none stays as it was typed', () => expect(shownTime('noon', 'en-US')).toBe('noon'));
});

describe('a span of time', () => {
  it.each([
    ['90 s', 90],
    ['5min', 300],
    ['1 h 30 min', 5_400],
    ['2 d', 172_800],
    ['2 jours', 172_800],
    ['3時間', 10_800],
    ['5', undefined],
    ['', undefined],
    ['5 apples', undefined],
    ['-5 min', undefined],
  ])('%s is %s seconds', (text, seconds) => expect(readSpan(text)).toBe(seconds));

  it.each(['PT30S', 'PT5M', 'PT1H30M', 'P2DT5S', 'PT8784H'])('of the API, %s, loses nothing on the way', (duration) => {
    const seconds = secondsOf(duration);
    expect(readSpan(shownSpan(seconds ?? 0))).toBe(seconds);
  });

  it('that is no duration is none', () => expect(secondsOf('soon')).toBeUndefined());
});
