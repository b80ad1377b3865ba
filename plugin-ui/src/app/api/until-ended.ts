import { answer, Api } from './api';
import { ended, Run } from './model';

const AGAIN_MILLIS = 1000;

/**
 * A run when it has ended.
 *
 * @param seen is told each state on the way
 * @throws ProblemError
 */
export async function untilEnded(api: Api, started: Run, signal: AbortSignal, seen?: (run: Run) => void): Promise<Run> {
  let run = started;
  while (!ended(run) && !signal.aborted) {
    seen?.(run);
    await new Promise((resolve) => setTimeout(resolve, AGAIN_MILLIS));
    run = await answer<Run>(api.client.GET('/runs/{id}', { params: { path: { id: run.id } }, signal }));
  }
  return run;
}
