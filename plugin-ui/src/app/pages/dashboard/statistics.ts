import { SchemaRunDay, SchemaRunHour } from '../../api/schema';
import { Column } from '../../shared/column-chart';

export type RunHour = Required<SchemaRunHour>;
export type RunDay = Required<SchemaRunDay>;

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** The last 24 hours by the hour; in each: succeeded, with warnings, failed, all others. */
export function hours(counts: readonly RunHour[], now: number, name: (millis: number) => string): Column[] {
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

/** What was sent on each of the last 14 days of UTC. */
export function days(totals: readonly RunDay[], now: number, name: (millis: number) => string): Column[] {
  const today = Math.floor(now / DAY) * DAY;
  return Array.from({ length: 14 }, (_, at) => today - (13 - at) * DAY).map((from, at) => ({
    mark: at % 3 === 1 ? name(from) : '',
    name: name(from),
    values: [
      totals
        .filter((one) => one.kind === 'REPLICATION' && Date.parse(one.day) === from)
        .reduce((sum, one) => sum + one.bytesDone, 0),
    ],
  }));
}

export function nothing(columns: readonly Column[]): boolean {
  return columns.every((column) => column.values.every((value) => value === 0));
}
