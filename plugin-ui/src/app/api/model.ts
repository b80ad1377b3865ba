import type {
  SchemaAuditEntry,
  SchemaDataset,
  SchemaDatastore,
  SchemaDatastorePage,
  SchemaNasSystem,
  SchemaNotificationChannel,
  SchemaProtection,
  SchemaProtectionState,
  SchemaReplicationTask,
  SchemaRun,
  SchemaRunStep,
  SchemaSession,
  SchemaSnapshot,
  SchemaSnapshotTask,
  SchemaToken,
  SchemaVcenter,
} from './schema';

/** The document says which members a request must have; in an answer these are always there too. */
type Answered<T, K extends keyof T> = T & Required<Pick<T, K>>;

export type Datastore = Answered<SchemaDatastore, 'id' | 'name' | 'mapping' | 'protection'> & {
  protection: Answered<SchemaProtection, 'state'>;
};
export type ProtectionState = SchemaProtectionState;
export type DatastorePage = Page<Datastore> & Answered<SchemaDatastorePage, 'total' | 'states'>;
export type Run = Answered<SchemaRun, 'id' | 'kind' | 'state' | 'steps' | 'warnings' | 'trigger' | 'createdAt'> & {
  steps: RunStep[];
};
export type RunStep = Answered<SchemaRunStep, 'dataset' | 'state'>;
export type RunState = Run['state'];
export type Snapshot = Answered<SchemaSnapshot, 'guid' | 'name' | 'created' | 'dataset'>;
export type SnapshotTask = Answered<SchemaSnapshotTask, 'id' | 'name' | 'version' | 'enabled'>;
export type ReplicationTask = Answered<SchemaReplicationTask, 'id' | 'name' | 'version' | 'enabled'>;
export type NasSystem = Answered<SchemaNasSystem, 'id' | 'name' | 'host' | 'version'>;
export type Vcenter = Answered<SchemaVcenter, 'id' | 'name' | 'url' | 'version'>;
export type Token = Answered<SchemaToken, 'id' | 'name' | 'role'>;
export type NotificationChannel = Answered<
  SchemaNotificationChannel,
  'id' | 'name' | 'kind' | 'notifyOn' | 'enabled' | 'version'
>;
export type AuditEntry = Answered<SchemaAuditEntry, 'id' | 'at' | 'actor' | 'action'>;
export type Dataset = Answered<SchemaDataset, 'name' | 'type'>;
export type Session = SchemaSession;
export type Role = NonNullable<Session['role']>;

export interface LogLine {
  number: number;
  at: string;
  level: 'INFO' | 'WARN' | 'ERROR' | string;
  text: string;
}

/** A part of a list. */
export interface Page<T> {
  items: T[];
  nextCursor?: string;
}

const ENDED: readonly RunState[] = ['SUCCEEDED', 'SUCCEEDED_WITH_WARNINGS', 'FAILED', 'CANCELLED'];

export function ended(run: Pick<Run, 'state'>): boolean {
  return ENDED.includes(run.state);
}

export function succeeded(run: Pick<Run, 'state'>): boolean {
  return run.state === 'SUCCEEDED' || run.state === 'SUCCEEDED_WITH_WARNINGS';
}

const ROLES: readonly Role[] = ['VIEW', 'SNAPSHOT', 'REPLICATE', 'RESTORE', 'CONFIGURE'];

/** Whether a role includes another one. */
export function includes(role: Role | undefined, needed: Role): boolean {
  return role !== undefined && ROLES.indexOf(role) >= ROLES.indexOf(needed);
}
