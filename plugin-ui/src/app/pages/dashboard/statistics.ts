import { SchemaLagDay, SchemaRunDay, SchemaRunHour } from '../../api/schema';
import { Column } from '../../shared/column-chart';

export type RunHour = Required<SchemaRunHour>;
export type RunDay = Required<SchemaRunDay>;
export type LagDay = Required<SchemaLagDay>;

type Name = (millis: number) => string;

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** The last 24 hours by the hour; in each: succeeded, with warnings, failed, all others. */
export function hours(counts: readonly RunHour[], now: number, name: Name): Column[] {
  const last = Math.floor(now / HOUR) * HOUR;
  return Array.from({ length: 24 }, (_, at) => last - (23 - at) * HOUR).map((from, at) => {
    const values = [0, 0, 0, 0];
    for (const count of counts.filter((one) => Date.parse(one.hour) === from)) {
      const row = ['SUCCEEDED', 'SUCCEEDED_WITH_WARNINGS', 'FAILED'].indexOf(count.state);
      values[row < 0 ? 3 : row] = (values[row < 0 ? 3 : row] ?? 0) + count.runs;
    }
    return { mark: at % 4 === 3 ? name(from) : '', name: name(from), values };
  });
}

/** The last 14 days of UTC, today last, with the values of each. */
function fortnight(now: number, name: Name, of: (day: number) => Pick<Column, 'values' | 'note'>): Column[] {
  const today = Math.floor(now / DAY) * DAY;
  return Array.from({ length: 14 }, (_, at) => today - (13 - at) * DAY).map((day, at) => ({
    mark: at % 3 === 1 ? name(day) : '',
    name: name(day),
    ...of(day),
  }));
}

/** What was sent on each day. */
export function days(totals: readonly RunDay[], now: number, name: Name): Column[] {
  return fortnight(now, name, (day) => ({
    values: [
      totals
        .filter((one) => one.kind === 'REPLICATION' && Date.parse(one.day) === day)
        .reduce((sum, one) => sum + one.bytesDone, 0),
    ],
  }));
}

/** How far replications were behind on each day: that in the middle, and the worst one. */
export function lags(known: readonly LagDay[], now: number, name: Name): Column[] {
  return fortnight(now, name, (day) => {
    const lag = known.find((one) => Date.parse(one.day) === day);
    return lag ? { values: [lag.medianSeconds, lag.worstSeconds], note: lag.worstTaskName } : { values: [0, 0] };
  });
}

export function nothing(columns: readonly Column[]): boolean {
  return columns.every((column) => column.values.every((value) => value === 0));
}
