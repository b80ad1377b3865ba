import { ReplicationTask, SnapshotTask } from '../../api/model';
import { SchemaCron, SchemaLifetime, SchemaReplicationTask, SchemaSnapshotTask } from '../../api/schema';
import { minuteOf, readSpan, secondsOf, shownSpan } from '../../shared/clock';
import { lines } from '../../shared/form/area-field';
import { isPort } from '../nas/nas-draft';

type Known<K extends keyof SchemaReplicationTask> = NonNullable<SchemaReplicationTask[K]>;
export type LifetimeUnit = SchemaLifetime['unit'];
export type Policy = NonNullable<SchemaReplicationTask['targetRetention']>['policy'];

/** What stands in the form; numbers as they were typed. */
export interface Draft {
  name: string;
  snapshotTaskIds: readonly string[];
  /** Whether a snapshot task is made too, and how often and for how long. */
  takeSnapshots: boolean;
  interval: string;
  keep: string;
  keepUnit: LifetimeUnit;
  remoteDataset: string;
  recursive: boolean;
  deleteStaleSnapshots: boolean;
  compression: Known<'compression'>;
  limit: string;
  begin: string;
  end: string;
  timeZone: string;
  enabled: boolean;
  nasSystemId: string;
  hostname: string;
  port: string;
  cipher: Known<'cipher'>;
  trigger: Known<'trigger'>;
  cron: string;
  includeSnapshots: Known<'includeSnapshots'>;
  namingSchemas: string;
  exclude: string;
  transport: Known<'transport'>;
  direction: Known<'direction'>;
  pauseAtEnd: boolean;
  onDivergence: Known<'onDivergence'>;
  fromScratch: Known<'fromScratch'>;
  policy: Policy;
  targetKeep: string;
  targetKeepUnit: LifetimeUnit;
  raw: Known<'raw'>;
  includeProperties: boolean;
  /** One on each line. */
  propertyExcludes: string;
  /** One on each line, name=value. */
  propertyOverrides: string;
  holdPending: boolean;
  catchUp: boolean;
  retries: string;
  stallTimeout: string;
  /** Empty: nobody minds. */
  allowedLag: string;
}

const DAY_BEGINS = '00:00';
const DAY_ENDS = '23:59';
const DAY_SECONDS = 86_400;

/** A new task for a datastore: the defaults of the server, and sending each snapshot that is taken. */
export function newDraft(name: string, zone: string, snapshotTasks: readonly SnapshotTask[]): Draft {
  return {
    name,
    snapshotTaskIds: snapshotTasks.map((task) => task.id),
    takeSnapshots: snapshotTasks.length === 0,
    interval: 'PT1H',
    keep: '2',
    keepUnit: 'WEEK',
    remoteDataset: '',
    recursive: false,
    deleteStaleSnapshots: false,
    compression: 'OFF',
    limit: '0',
    begin: DAY_BEGINS,
    end: DAY_ENDS,
    timeZone: zone,
    enabled: true,
    nasSystemId: '',
    hostname: '',
    port: '',
    cipher: 'STANDARD',
    trigger: 'AFTER_SNAPSHOT',
    cron: '',
    includeSnapshots: 'OWN',
    namingSchemas: '',
    exclude: '',
    transport: 'DIRECT',
    direction: 'PUSH',
    pauseAtEnd: false,
    onDivergence: 'FAIL',
    fromScratch: 'REFUSE',
    policy: 'NONE',
    targetKeep: '4',
    targetKeepUnit: 'WEEK',
    raw: 'AUTO',
    includeProperties: false,
    propertyExcludes: '',
    propertyOverrides: '',
    holdPending: true,
    catchUp: true,
    retries: '5',
    stallTimeout: '5 min',
    allowedLag: '',
  };
}

/** A stored task, to be changed. */
export function draftOf(task: ReplicationTask): Draft {
  const fresh = newDraft(task.name, task.timeZone, []);
  return {
    ...fresh,
    takeSnapshots: false,
    snapshotTaskIds: task.snapshotTaskIds ?? [],
    remoteDataset: task.remoteDataset,
    recursive: task.recursive,
    deleteStaleSnapshots: task.deleteStaleSnapshots,
    compression: task.compression,
    limit: String(task.limitKBps),
    begin: task.begin ?? DAY_BEGINS,
    end: task.end ?? DAY_ENDS,
    enabled: task.enabled,
    nasSystemId: task.remote.nasSystemId ?? '',
    hostname: task.remote.hostname ?? '',
    port: task.remote.port === undefined ? '' : String(task.remote.port),
    cipher: task.cipher,
    trigger: task.trigger ?? fresh.trigger,
    cron: cronText(task.schedule),
    includeSnapshots: task.includeSnapshots,
    namingSchemas: (task.namingSchemas ?? []).join('\n'),
    exclude: (task.exclude ?? []).join('\n'),
    transport: task.transport,
    direction: task.direction,
    pauseAtEnd: task.pauseAtEnd,
    onDivergence: task.onDivergence,
    fromScratch: task.fromScratch,
    policy: task.targetRetention?.policy ?? fresh.policy,
    targetKeep: String(task.targetRetention?.lifetime?.value ?? fresh.targetKeep),
    targetKeepUnit: task.targetRetention?.lifetime?.unit ?? fresh.targetKeepUnit,
    raw: task.raw,
    includeProperties: task.includeProperties,
    propertyExcludes: (task.propertyExcludes ?? []).join('\n'),
    propertyOverrides: Object.entries(task.propertyOverrides ?? {})
      .map(([name, value]) => `${name}=${value}`)
      .join('\n'),
    holdPending: task.holdPending,
    catchUp: task.catchUp,
    retries: String(task.retries),
    stallTimeout: spanText(task.stallTimeout) ?? fresh.stallTimeout,
    allowedLag: spanText(task.allowedLag) ?? '',
  };
}

/** What is sent to the server. Members that do not apply are undefined. */
export function orderOf(draft: Draft): Omit<SchemaReplicationTask, 'datastoreId' | 'snapshotTaskIds'> {
  const allDay = draft.begin === DAY_BEGINS && draft.end === DAY_ENDS;
  const own = draft.transport === 'DIRECT';
  return {
    name: draft.name.trim(),
    remoteDataset: draft.remoteDataset.trim(),
    recursive: draft.recursive,
    exclude: draft.recursive ? lines(draft.exclude) : [],
    deleteStaleSnapshots: draft.deleteStaleSnapshots,
    compression: draft.compression,
    limitKBps: Number(draft.limit),
    begin: allDay ? undefined : draft.begin,
    end: allDay ? undefined : draft.end,
    timeZone: draft.timeZone,
    pauseAtEnd: draft.pauseAtEnd && !allDay,
    enabled: draft.enabled,
    remote: {
      nasSystemId: draft.nasSystemId,
      hostname: own && draft.hostname.trim() ? draft.hostname.trim() : undefined,
      port: own && draft.port.trim() ? Number(draft.port) : undefined,
    },
    cipher: own ? draft.cipher : 'STANDARD',
    trigger: draft.trigger,
    schedule: draft.trigger === 'SCHEDULE' ? cronOf(draft.cron) : undefined,
    includeSnapshots: draft.includeSnapshots,
    namingSchemas: draft.includeSnapshots === 'NAMING_SCHEMAS' ? lines(draft.namingSchemas) : [],
    transport: draft.transport,
    direction: own ? draft.direction : 'PUSH',
    onDivergence: draft.onDivergence,
    fromScratch: draft.fromScratch,
    targetRetention: {
      policy: draft.policy,
      lifetime: draft.policy === 'CUSTOM' ? { value: Number(draft.targetKeep), unit: draft.targetKeepUnit } : undefined,
    },
    raw: draft.raw,
    includeProperties: draft.includeProperties,
    propertyExcludes: draft.includeProperties ? lines(draft.propertyExcludes) : [],
    propertyOverrides: propertiesOf(draft.propertyOverrides),
    holdPending: draft.holdPending,
    catchUp: draft.catchUp,
    retries: Number(draft.retries),
    stallTimeout: durationOf(draft.stallTimeout),
    allowedLag: durationOf(draft.allowedLag),
  } as Omit<SchemaReplicationTask, 'datastoreId' | 'snapshotTaskIds'>;
}

/** The snapshot task that is made with a replication task where there is none. */
export function snapshotOrderOf(draft: Draft, name: string, datastoreId: string): SchemaSnapshotTask {
  return {
    name,
    datastoreId,
    recursive: draft.recursive,
    interval: draft.interval,
    lifetime: { value: Number(draft.keep), unit: draft.keepUnit },
    timeZone: draft.timeZone,
  } as SchemaSnapshotTask;
}

/** A merge patch of the members given: what is undefined is taken away. */
export function patchOf<T>(order: T): T {
  return JSON.parse(JSON.stringify(order, (_key, value: unknown) => (value === undefined ? null : value))) as T;
}

export type Rule =
  | 'errName'
  | 'errDataset'
  | 'errLimit'
  | 'errTime'
  | 'errNas'
  | 'errPort'
  | 'errLifetime'
  | 'errCron'
  | 'errSnapshots'
  | 'errSchemas'
  | 'errRetries'
  | 'errStall'
  | 'errLag'
  | 'errProperties';

const DATASET = /^[A-Za-z][\w.:-]*(\/[\w.:-][\w.: -]*)*$/;

/** Whether a text is a whole number within bounds. */
export function isWhole(text: string, from: number, to: number): boolean {
  return /^\d{1,15}$/.test(text.trim()) && Number(text) >= from && Number(text) <= to;
}

/** The rules that a draft breaks, by field; the server knows more of them. */
export function broken(draft: Draft): Partial<Record<keyof Draft, Rule>> {
  const name = draft.name.trim();
  const found: [keyof Draft, boolean, Rule][] = [
    ['name', name === '' || name.length > 80, 'errName'],
    ['keep', draft.takeSnapshots && !isWhole(draft.keep, 1, 9999), 'errLifetime'],
    [
      'snapshotTaskIds',
      draft.trigger === 'AFTER_SNAPSHOT' && !draft.takeSnapshots && draft.snapshotTaskIds.length === 0,
      'errSnapshots',
    ],
    ['remoteDataset', !DATASET.test(draft.remoteDataset.trim()), 'errDataset'],
    ['limit', !isWhole(draft.limit, 0, Number.MAX_SAFE_INTEGER), 'errLimit'],
    ['begin', minuteOf(draft.begin) === undefined, 'errTime'],
    ['end', minuteOf(draft.end) === undefined, 'errTime'],
    ['nasSystemId', draft.nasSystemId === '', 'errNas'],
    ['port', draft.port.trim() !== '' && !isPort(draft.port.trim()), 'errPort'],
    ['cron', draft.trigger === 'SCHEDULE' && cronOf(draft.cron) === undefined, 'errCron'],
    [
      'namingSchemas',
      draft.includeSnapshots === 'NAMING_SCHEMAS' && lines(draft.namingSchemas).length === 0,
      'errSchemas',
    ],
    ['targetKeep', draft.policy === 'CUSTOM' && !isWhole(draft.targetKeep, 1, 9999), 'errLifetime'],
    ['retries', !isWhole(draft.retries, 0, 100), 'errRetries'],
    ['stallTimeout', !isSpan(draft.stallTimeout, 10, DAY_SECONDS), 'errStall'],
    ['allowedLag', draft.allowedLag.trim() !== '' && !isSpan(draft.allowedLag, 60, 366 * DAY_SECONDS), 'errLag'],
    ['propertyOverrides', propertiesOf(draft.propertyOverrides) === undefined, 'errProperties'],
  ];
  return Object.fromEntries(found.filter(([, wrong]) => wrong).map(([field, , rule]) => [field, rule]));
}

/** The server's name for a field, where it is another one. */
export const SERVER_FIELDS: Readonly<Partial<Record<keyof Draft, readonly string[]>>> = {
  nasSystemId: ['remote.nasSystemId'],
  hostname: ['remote.hostname'],
  port: ['remote.port'],
  limit: ['limitKBps'],
  cron: ['schedule'],
  policy: ['targetRetention.policy'],
  targetKeep: ['targetRetention.lifetime'],
  keep: ['lifetime'],
  remoteDataset: ['remoteDataset', 'source', 'datastoreId'],
};

/** Those that a first task does without, folded away. */
export const ADVANCED: readonly (keyof Draft)[] = [
  'trigger',
  'cron',
  'pauseAtEnd',
  'includeSnapshots',
  'namingSchemas',
  'exclude',
  'onDivergence',
  'fromScratch',
  'policy',
  'targetKeep',
  'transport',
  'direction',
  'raw',
  'includeProperties',
  'propertyExcludes',
  'propertyOverrides',
  'holdPending',
  'catchUp',
  'retries',
  'stallTimeout',
  'allowedLag',
];

/** Five fields as cron has them, in the server's order of members; undefined where there are not five. */
export function cronOf(text: string): SchemaCron | undefined {
  const [minute, hour, dayOfMonth, month, dayOfWeek, ...rest] = text.trim().split(/\s+/);
  return minute && hour && dayOfMonth && month && dayOfWeek && rest.length === 0
    ? { minute, hour, dayOfMonth, month, dayOfWeek }
    : undefined;
}

export function cronText(cron: SchemaCron | undefined): string {
  return cron ? [cron.minute, cron.hour, cron.dayOfMonth, cron.month, cron.dayOfWeek].join(' ') : '';
}

/** Properties by name, each line name=value; undefined where a line is none, or names one again. */
function propertiesOf(text: string): Record<string, string> | undefined {
  const pairs = lines(text).map((line) => /^([^\s=]+)\s*=\s*(.+)$/.exec(line)?.slice(1));
  return pairs.every((pair) => pair !== undefined) && new Set(pairs.map(([name]) => name)).size === pairs.length
    ? (Object.fromEntries(pairs) as Record<string, string>)
    : undefined;
}

function isSpan(text: string, from: number, to: number): boolean {
  const seconds = readSpan(text);
  return seconds !== undefined && seconds >= from && seconds <= to;
}

function durationOf(text: string): string | undefined {
  const seconds = readSpan(text);
  return seconds === undefined ? undefined : `PT${seconds}S`;
}

function spanText(duration: string | undefined): string | undefined {
  const seconds = secondsOf(duration);
  return seconds === undefined ? undefined : shownSpan(seconds);
}
