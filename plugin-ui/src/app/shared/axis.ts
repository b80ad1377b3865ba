/** What the marks of an axis may stand apart, for values of one kind. */
export type Steps = (least: number) => number;

/** Whole numbers: 1, 2, 5, 10, 20 and so on. */
export const countSteps: Steps = (least) => {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, least)));
  return power * ([1, 2, 5, 10].find((one) => one * power >= least) ?? 10);
};

/** Round in the unit that a size is shown in: 1, 2, 5 to 500 of B, KiB, MiB and so on. */
export const byteSteps: Steps = (least) => {
  const unit = 1024 ** Math.max(0, Math.floor(Math.log2(Math.max(1, least)) / 10));
  const step = countSteps(least / unit);
  return step >= 1000 ? unit * 1024 : step * unit;
};

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const LENGTHS = [10, 30, MINUTE, 5 * MINUTE, 15 * MINUTE, 30 * MINUTE, HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR, DAY];

/** Round seconds, minutes, hours or days. */
export const durationSteps: Steps = (least) =>
  LENGTHS.find((one) => one >= least) ?? DAY * countSteps(Math.ceil(least / DAY));

const MOST_STEPS = 4;

/** The marks of an axis for values up to the highest, from the top: as few empty steps as may be, down to nothing. */
export function marks(highest: number, steps: Steps): number[] {
  if (highest <= 0) {
    return [0];
  }
  const step = steps(highest / MOST_STEPS);
  const count = Math.ceil(highest / step);
  return Array.from({ length: count + 1 }, (_, at) => (count - at) * step);
}
