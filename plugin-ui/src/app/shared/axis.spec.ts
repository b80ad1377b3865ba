import { byteSteps, countSteps, durationSteps, marks, Steps } from './axis';

const KiB = 1024;
const GiB = KiB ** 3;

describe('the marks of an axis', () => {
  it.each<[string, Steps, number, number[]]>([
    ['nothing', countSteps, 0, [0]],
    ['one', countSteps, 1, [2, 1, 0]],
    ['some', countSteps, 7, [10, 5, 0]],
    ['many', countSteps, 1234, [2000, 1000, 0]],
    ['few bytes', byteSteps, 3, [4, 2, 0]],
    ['GiB', byteSteps, 3 * GiB, [4 * GiB, 2 * GiB, 0]],
    ['nearly the next unit', byteSteps, 1900 * KiB, [2 * KiB * KiB, KiB * KiB, 0]],
    ['seconds', durationSteps, 45, [60, 30, 0]],
    ['hours', durationSteps, 5 * 3600, [6 * 3600, 3 * 3600, 0]],
    ['weeks', durationSteps, 15 * 86_400, [20 * 86_400, 10 * 86_400, 0]],
  ])('are round for %s', (_name, steps, highest, expected) => expect(marks(highest, steps)).toEqual(expected));
});
