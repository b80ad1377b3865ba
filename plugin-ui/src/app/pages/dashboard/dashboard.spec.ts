import { Run } from '../../api/model';
import { byTask } from './failures';
import { days, hours, LagDay, lags, nothing, RunDay, RunHour } from './statistics';

const NOW = Date.parse('2026-11-21T20:30:00Z');
const count = (hour: string, state: RunHour['state'], runs: number): RunHour => ({
  hour,
  state,
  runs,
  bytesDone: 0,
  kind: 'REPLICATION',
});

describe('the last day', () => {
  it('has 24 hours, this one last, with each outcome in its place', () => {
    const columns = hours(
      [
        count('2026-11-21T20:00:00Z', 'SUCCEEDED', 3),
        count('2026-11-21T20:00:00Z', 'FAILED', 1),
        count('2026-11-21T20:00:00Z', 'RUNNING', 1),
        count('2026-11-21T20:00:00Z', 'CANCELLED', 1),
        count('2026-11-20T21:00:00Z', 'SUCCEEDED_WITH_WARNINGS', 2),
      ],
      NOW,
      (millis) => new Date(millis).toISOString(),
    );
    expect(columns).toHaveLength(24);
    expect(columns[23]?.values).toEqual([3, 0, 1, 2]);
    expect(columns[0]?.values).toEqual([0, 2, 0, 0]);
    expect(nothing(columns)).toBe(false);
  });

  it('may have seen nothing', () => expect(nothing(hours([], NOW, String))).toBe(true));
});

describe('the last fortnight', () => {
  it('adds up what was sent on each day', () => {
    const columns = days(
      [
        { day: '2026-11-21', kind: 'REPLICATION', bytesDone: 7 } as RunDay,
        { day: '2026-11-21', kind: 'SNAPSHOT', bytesDone: 1 } as RunDay,
      ],
      NOW,
      String,
    );
    expect(columns).toHaveLength(14);
    expect(columns[13]?.values).toEqual([7]);
  });

  it('names the replication that was farthest behind', () => {
    const lag = { day: '2026-11-20', worstSeconds: 90, medianSeconds: 30, worstTaskName: 'nightly' } as LagDay;
    const columns = lags([lag], NOW, String);
    expect(columns[12]).toMatchObject({ values: [30, 90], note: 'nightly' });
    expect(columns[13]?.values).toEqual([0, 0]);
  });
});

describe('failures', () => {
  it('are one for each task, by the newest', () => {
    const runs = ['b', 'a', 'b'].map((taskId, at) => ({ id: String(at), taskId }) as Run);
    expect(byTask(runs).map((one) => [one.run.id, one.times])).toEqual([
      ['0', 2],
      ['1', 1],
    ]);
  });
});
