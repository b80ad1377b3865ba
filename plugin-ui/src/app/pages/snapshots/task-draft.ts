import { SnapshotTask } from '../../api/model';
import { SchemaSchedulePreview, SchemaSnapshotTask } from '../../api/schema';
import { minuteOf, secondsOf } from '../../shared/clock';
import { lines } from '../../shared/form/area-field';
import { cronOf, cronText, isWhole, LifetimeUnit } from '../replication/draft';

export type Weekday = NonNullable<SchemaSnapshotTask['weekdays']>[number];
export const WEEKDAYS: readonly Weekday[] = [
  'MONDAY',
  'TUESDAY',
  'WEDNESDAY',
  'THURSDAY',
  'FRIDAY',
  'SATURDAY',
  'SUNDAY',
];

/** What stands in the form; numbers as they were typed. */
export interface TaskDraft {
  name: string;
  recursive: boolean;
  exclude: string;
  keep: string;
  keepUnit: LifetimeUnit;
  begin: string;
  end: string;
  timeZone: string;
  mode: 'SIMPLE' | 'CRON';
  interval: string;
  weekdays: readonly Weekday[];
  cron: string;
  enabled: boolean;
  vmConsistent: boolean;
  onVmFailure: NonNullable<SchemaSnapshotTask['onVmFailure']>;
  namingSchema: string;
  allowEmpty: boolean;
  catchUp: boolean;
}

const DAY_BEGINS = '00:00';
const DAY_ENDS = '23:59';

export function newTask(name: string, zone: string): TaskDraft {
  return {
    name,
    recursive: false,
    exclude: '',
    keep: '2',
    keepUnit: 'WEEK',
    begin: DAY_BEGINS,
    end: DAY_ENDS,
    timeZone: zone,
    mode: 'SIMPLE',
    interval: 'PT1H',
    weekdays: WEEKDAYS,
    cron: '0 * * * *',
    enabled: true,
    vmConsistent: false,
    onVmFailure: 'CONTINUE',
    namingSchema: 'auto-%Y-%m-%d_%H-%MZ',
    allowEmpty: true,
    catchUp: true,
  };
}

export function taskDraftOf(task: SnapshotTask): TaskDraft {
  const fresh = newTask(task.name, task.timeZone);
  return {
    ...fresh,
    recursive: task.recursive,
    exclude: (task.exclude ?? []).join('\n'),
    keep: task.lifetime ? String(task.lifetime.value) : '',
    keepUnit: task.lifetime?.unit ?? fresh.keepUnit,
    begin: task.begin ?? fresh.begin,
    end: task.end ?? fresh.end,
    mode: task.schedule ? 'CRON' : 'SIMPLE',
    interval: canonical(task.interval) ?? fresh.interval,
    weekdays: task.weekdays ?? WEEKDAYS,
    cron: task.schedule ? cronText(task.schedule) : fresh.cron,
    enabled: task.enabled,
    vmConsistent: task.vmConsistent,
    onVmFailure: task.onVmFailure,
    namingSchema: task.namingSchema,
    allowEmpty: task.allowEmpty,
    catchUp: task.catchUp,
  };
}

/** A duration in hours or minutes, as the list of intervals has it, however it was written. */
function canonical(duration: string | undefined): string | undefined {
  const seconds = secondsOf(duration);
  if (seconds === undefined || seconds % 60 !== 0) {
    return duration;
  }
  return seconds % 3_600 === 0 ? `PT${seconds / 3_600}H` : `PT${seconds / 60}M`;
}

/** When it runs, without what it does. Members that do not apply are undefined. */
export function timesOf(draft: TaskDraft): SchemaSchedulePreview {
  const allDay = draft.begin === DAY_BEGINS && draft.end === DAY_ENDS;
  const simple = draft.mode === 'SIMPLE';
  return {
    begin: allDay ? undefined : draft.begin,
    end: allDay ? undefined : draft.end,
    timeZone: draft.timeZone,
    interval: simple ? draft.interval : undefined,
    weekdays: simple && draft.weekdays.length < WEEKDAYS.length ? [...draft.weekdays] : undefined,
    schedule: simple ? undefined : cronOf(draft.cron),
  };
}

/** What is sent to the server. Members that do not apply are undefined. */
export function taskOrderOf(draft: TaskDraft): SchemaSnapshotTask {
  const keep = draft.keep.trim();
  return {
    ...timesOf(draft),
    name: draft.name.trim(),
    recursive: draft.recursive,
    exclude: draft.recursive ? lines(draft.exclude) : [],
    lifetime: keep ? { value: Number(keep), unit: draft.keepUnit } : undefined,
    enabled: draft.enabled,
    vmConsistent: draft.vmConsistent,
    onVmFailure: draft.onVmFailure,
    namingSchema: draft.namingSchema.trim(),
    allowEmpty: draft.allowEmpty,
    catchUp: draft.catchUp,
  } as SchemaSnapshotTask;
}

export type TaskRule = 'errName' | 'errLifetime' | 'errTime' | 'errCron' | 'errWeekdays' | 'errSchema';

/** The rules that a draft breaks, by field; the server knows more of them. */
export function brokenTask(draft: TaskDraft): Partial<Record<keyof TaskDraft, TaskRule>> {
  const name = draft.name.trim();
  const found: [keyof TaskDraft, boolean, TaskRule][] = [
    ['name', name === '' || name.length > 80, 'errName'],
    ['keep', draft.keep.trim() !== '' && !isWhole(draft.keep, 1, 9999), 'errLifetime'],
    ['begin', minuteOf(draft.begin) === undefined, 'errTime'],
    ['end', minuteOf(draft.end) === undefined, 'errTime'],
    ['cron', draft.mode === 'CRON' && cronOf(draft.cron) === undefined, 'errCron'],
    ['weekdays', draft.mode === 'SIMPLE' && draft.weekdays.length === 0, 'errWeekdays'],
    ['namingSchema', draft.namingSchema.trim() === '', 'errSchema'],
  ];
  return Object.fromEntries(found.filter(([, wrong]) => wrong).map(([field, , rule]) => [field, rule]));
}

/** The server's name for a field, where it is another one. */
export const TASK_FIELDS: Readonly<Partial<Record<keyof TaskDraft, readonly string[]>>> = {
  keep: ['lifetime'],
  cron: ['schedule'],
  interval: ['interval', 'schedule'],
};
