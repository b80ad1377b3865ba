import { ReplicationTask } from '../../api/model';
import { broken, cronOf, Draft, draftOf, newDraft, orderOf, patchOf, snapshotOrderOf } from './draft';
import { openSpans } from './window-bar';

const good: Draft = {
  ...newDraft('To the second site', 'Europe/Berlin', []),
  remoteDataset: 'backup/vm',
  nasSystemId: 'n2',
};

describe('a draft of a replication task', () => {
  it('without anything wrong breaks no rule', () => expect(broken(good)).toEqual({}));

  it.each<[Partial<Draft>, object]>([
    [{ name: '  ' }, { name: 'errName' }],
    [{ name: 'x'.repeat(81) }, { name: 'errName' }],
    [{ remoteDataset: '' }, { remoteDataset: 'errDataset' }],
    [{ remoteDataset: 'backup/' }, { remoteDataset: 'errDataset' }],
    [{ remoteDataset: '/backup' }, { remoteDataset: 'errDataset' }],
    [{ remoteDataset: 'backup@now' }, { remoteDataset: 'errDataset' }],
    [{ limit: '' }, { limit: 'errLimit' }],
    [{ limit: '-1' }, { limit: 'errLimit' }],
    [{ limit: '1.5' }, { limit: 'errLimit' }],
    [{ limit: '20 MB' }, { limit: 'errLimit' }],
    [{ begin: '' }, { begin: 'errTime' }],
    [{ end: '24:00' }, { end: 'errTime' }],
    [{ nasSystemId: '' }, { nasSystemId: 'errNas' }],
    [{ port: '0' }, { port: 'errPort' }],
    [{ port: '65536' }, { port: 'errPort' }],
    [{ takeSnapshots: true, keep: '0' }, { keep: 'errLifetime' }],
    [{ takeSnapshots: false }, { snapshotTaskIds: 'errSnapshots' }],
    [{ takeSnapshots: false, trigger: 'MANUAL' }, {}],
    [{ trigger: 'SCHEDULE', cron: '0 2 * *' }, { cron: 'errCron' }],
    [{ includeSnapshots: 'NAMING_SCHEMAS', namingSchemas: '\n' }, { namingSchemas: 'errSchemas' }],
    [{ policy: 'CUSTOM', targetKeep: 'x' }, { targetKeep: 'errLifetime' }],
    [{ retries: '101' }, { retries: 'errRetries' }],
    [{ stallTimeout: '5' }, { stallTimeout: 'errStall' }],
    [{ stallTimeout: '9 s' }, { stallTimeout: 'errStall' }],
    [{ stallTimeout: '25 h' }, { stallTimeout: 'errStall' }],
    [{ allowedLag: '59 s' }, { allowedLag: 'errLag' }],
    [{ allowedLag: '367 d' }, { allowedLag: 'errLag' }],
    [{ allowedLag: '12 h' }, {}],
    [{ propertyOverrides: 'compression' }, { propertyOverrides: 'errProperties' }],
    [{ propertyOverrides: 'atime=on\natime=off' }, { propertyOverrides: 'errProperties' }],
  ])('with %j breaks %j', (change, rules) => expect(broken({ ...good, ...change })).toEqual(rules));

  it('of the whole day sends no window, and nothing else that does not apply', () => {
    const order = orderOf({ ...good, pauseAtEnd: true, exclude: 'tank/x', targetKeep: '9' });
    expect(order).toMatchObject({ begin: undefined, end: undefined, pauseAtEnd: false, exclude: [] });
    expect(order.targetRetention).toEqual({ policy: 'NONE', lifetime: undefined });
    expect(order.remote).toEqual({ nasSystemId: 'n2', hostname: undefined, port: undefined });
  });

  it('across midnight sends both ends', () =>
    expect(orderOf({ ...good, begin: '22:00', end: '06:00' })).toMatchObject({ begin: '22:00', end: '06:00' }));

  it('sends properties by name, those left out only where the others are sent', () =>
    expect(orderOf({ ...good, propertyExcludes: 'quota', propertyOverrides: 'atime = off' })).toMatchObject({
      propertyExcludes: [],
      propertyOverrides: { atime: 'off' },
    }));

  it('by way of the server names no host for the other machine', () =>
    expect(orderOf({ ...good, transport: 'RELAY', hostname: 'x', port: '23', cipher: 'FAST' })).toMatchObject({
      remote: { nasSystemId: 'n2', hostname: undefined, port: undefined },
      cipher: 'STANDARD',
    }));

  it('takes away by a patch what no longer applies', () =>
    expect(patchOf({ begin: undefined, remote: { port: undefined }, name: 'x' })).toEqual({
      begin: null,
      remote: { port: null },
      name: 'x',
    }));

  it('comes back from a stored task as it was sent', () => {
    const draft: Draft = {
      ...good,
      takeSnapshots: false,
      snapshotTaskIds: ['s1'],
      begin: '22:00',
      port: '23',
      includeProperties: true,
      propertyExcludes: 'quota\nreservation',
      propertyOverrides: 'compression=zstd\norg.example:note=a = b',
      allowedLag: '1 d 12 h',
      stallTimeout: '30 s',
    };
    const stored = {
      ...orderOf(draft),
      id: 'r1',
      version: 1,
      snapshotTaskIds: ['s1'],
    } as unknown as ReplicationTask;
    expect(draftOf(stored)).toEqual(draft);
  });

  it('has a snapshot task made for the same datasets', () =>
    expect(snapshotOrderOf({ ...good, recursive: true }, 'x', 'urn:1')).toMatchObject({
      datastoreId: 'urn:1',
      recursive: true,
      interval: 'PT1H',
      lifetime: { value: 2, unit: 'WEEK' },
    }));
});

describe('cron', () => {
  it('has five fields', () => {
    expect(cronOf(' 0  2 * * MON-FRI ')).toEqual({
      minute: '0',
      hour: '2',
      dayOfMonth: '*',
      month: '*',
      dayOfWeek: 'MON-FRI',
    });
    expect(cronOf('0 2 * * * *')).toBeUndefined();
  });
});

describe('a window on the bar', () => {
  it('within a day is one span, its end included', () => expect(openSpans(60, 119)).toEqual([{ from: 60, to: 120 }]));
  it('across midnight is two', () =>
    expect(openSpans(22 * 60, 6 * 60)).toEqual([
      { from: 0, to: 361 },
      { from: 1320, to: 1440 },
    ]));
});
