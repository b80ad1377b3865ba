import { createParser } from 'eventsource-parser';
import { Api } from './api';
import { ended, LogLine, Run } from './model';
import { asProblem } from './problem';

/** Who wants to know of a run. */
export interface RunListener {
  run(run: Run): void;
  log(line: LogLine): void;
}

const RETRY_MILLIS = 2_000;
/** The server says something every 15 seconds; a proxy that holds that back is as good as a broken connection. */
const SILENCE_MILLIS = 40_000;

/**
 * Follows a run until it ends or the signal comes. A connection that breaks is opened again, and goes on behind the last
 * log line that was seen; where live events do not come through at all, the run is still read every few seconds.
 *
 * @throws ProblemError where asking again cannot help, such as for a run that is gone
 */
export async function follow(api: Api, id: string, listener: RunListener, signal: AbortSignal): Promise<void> {
  let lastLine = 0;
  let over = false;
  const heard = (event: { event?: string | undefined; data: string }): void => {
    if (event.event === 'run') {
      listener.run(JSON.parse(event.data) as Run);
    } else if (event.event === 'log') {
      const line = JSON.parse(event.data) as LogLine;
      lastLine = line.number;
      listener.log(line);
    } else if (event.event === 'end') {
      over = true;
    }
  };
  while (!over && !signal.aborted) {
    try {
      await listen(api, id, lastLine, heard, signal);
    } catch (thrown) {
      if (signal.aborted) {
        return;
      }
      const problem = asProblem(thrown);
      if (problem.code !== undefined && !problem.temporary) {
        throw thrown;
      }
    }
    if (!over && !signal.aborted) {
      over = await read(api, id, listener);
      await pause(signal);
    }
  }
}

async function listen(
  api: Api,
  id: string,
  lastLine: number,
  onEvent: Parameters<typeof createParser>[0]['onEvent'],
  signal: AbortSignal,
): Promise<void> {
  const silence = new AbortController();
  let timer = setTimeout(() => silence.abort(), SILENCE_MILLIS);
  try {
    const answer = await api.send(
      new Request(`${api.base}/runs/${encodeURIComponent(id)}/events`, {
        headers: { Accept: 'text/event-stream', ...(lastLine > 0 ? { 'Last-Event-ID': String(lastLine) } : {}) },
        signal: AbortSignal.any([signal, silence.signal]),
      }),
    );
    const parser = createParser({ onEvent });
    const decoder = new TextDecoder();
    for (const reader = answer.body?.getReader(); reader;) {
      const { value, done } = await reader.read();
      if (done) {
        return;
      }
      clearTimeout(timer);
      timer = setTimeout(() => silence.abort(), SILENCE_MILLIS);
      parser.feed(decoder.decode(value, { stream: true }));
    }
  } finally {
    clearTimeout(timer);
  }
}

/** @returns whether the run has ended */
async function read(api: Api, id: string, listener: RunListener): Promise<boolean> {
  try {
    const { data } = await api.client.GET('/runs/{id}', { params: { path: { id } } });
    const run = data as Run;
    listener.run(run);
    return ended(run);
  } catch {
    return false;
  }
}

function pause(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, RETRY_MILLIS);
    signal.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true });
  });
}
