import { texts } from './restore.texts';

type Words = Readonly<Record<keyof typeof texts.en, string>>;

/** What makes a roll back impossible, in short, by the API's codes; later servers may know others. */
export function obstacles(t: Words): Partial<Record<string, string>> {
  return {
    VM_RUNNING: t.obstacleVM_RUNNING,
    HELD: t.obstacleHELD,
    CLONED: t.obstacleCLONED,
    TARGET_OF_TASK: t.obstacleTARGET_OF_TASK,
    RUN_ACTIVE: t.obstacleRUN_ACTIVE,
    SEVERAL_EXTENTS: t.obstacleSEVERAL_EXTENTS,
    PARTIAL_RECEIVE: t.obstaclePARTIAL_RECEIVE,
  };
}

/** What is worth knowing before, likewise. */
export function warnings(t: Words): Partial<Record<string, string>> {
  return {
    REPLICATION_BASE_LOST: t.warningREPLICATION_BASE_LOST,
    OWN_HOLDS: t.warningOWN_HOLDS,
    OTHER_DATASTORES: t.warningOTHER_DATASTORES,
    CHILDREN_STAY: t.warningCHILDREN_STAY,
    STILL_MOUNTED: t.warningSTILL_MOUNTED,
  };
}
