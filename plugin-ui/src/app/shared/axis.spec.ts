import { byteSteps, countSteps, durationSteps, marks, Steps } from './axis';

const KiB = 1024;
const MiB = KiB ** 2;
const GiB = KiB ** 3;
const HOUR = 3_600;
const DAY = 24 * HOUR;

describe('the marks of an axis', () => {
  it.each<[string, Steps, number, number[]]>([
    ['nothing', countSteps, 0, [0]],
    ['one', countSteps, 1, [1, 0]],
    ['some', countSteps, 7, [8, 6, 4, 2, 0]],
    ['many', countSteps, 1234, [1500, 1000, 500, 0]],
    ['few bytes', byteSteps, 3, [3, 2, 1, 0]],
    ['GiB', byteSteps, 5 * GiB, [6 * GiB, 4 * GiB, 2 * GiB, 0]],
    ['nearly the next unit', byteSteps, 3500 * KiB, [4 * MiB, 3 * MiB, 2 * MiB, MiB, 0]],
    ['seconds', durationSteps, 45, [60, 30, 0]],
    ['hours', durationSteps, 5 * HOUR, [6 * HOUR, 3 * HOUR, 0]],
    ['weeks', durationSteps, 15 * DAY, [15 * DAY, 10 * DAY, 5 * DAY, 0]],
  ])('are round for %s', (_name, steps, highest, expected) => expect(marks(highest, steps)).toEqual(expected));
});
