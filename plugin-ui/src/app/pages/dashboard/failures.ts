import { Run } from '../../api/model';

/** A task that failed lately, by its newest failure. */
export interface Failure {
  run: Run;
  times: number;
}

/** One entry for each task, in the order of the runs, which is newest first. */
export function byTask(failed: readonly Run[]): Failure[] {
  const tasks = new Map<string, Failure>();
  for (const run of failed) {
    const known = tasks.get(run.taskId ?? run.id);
    if (known) {
      known.times++;
    } else {
      tasks.set(run.taskId ?? run.id, { run, times: 1 });
    }
  }
  return [...tasks.values()];
}
