import { TestBed } from '@angular/core/testing';
import { FakeHost } from '../host/fake-host';
import { Host } from '../host/host';
import { Api } from './api';
import { LogLine, Run } from './model';
import { follow } from './run-stream';

const RUNNING = '{"id":"r","state":"RUNNING"}';
const DONE = '{"id":"r","state":"SUCCEEDED"}';

function stream(text: string): Response {
  return new Response(text, { headers: { 'Content-Type': 'text/event-stream' } });
}

describe('following a run', () => {
  let sent: Request[];
  let answers: (() => Response | Promise<Response>)[];
  const runs: Run[] = [];
  const lines: LogLine[] = [];
  const listener = { run: (run: Run) => void runs.push(run), log: (line: LogLine) => void lines.push(line) };

  beforeEach(() => {
    sent = [];
    runs.length = 0;
    lines.length = 0;
    vi.useFakeTimers();
    vi.stubGlobal('fetch', (request: Request) => {
      sent.push(request);
      return Promise.resolve((answers.shift() ?? (() => Promise.reject(new TypeError('no network'))))());
    });
    TestBed.configureTestingModule({ providers: [{ provide: Host, useValue: new FakeHost() }] });
  });
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.useRealTimers();
  });

  const followed = async (): Promise<void> => {
    const over = follow(TestBed.inject(Api), 'r', listener, new AbortController().signal);
    await vi.runAllTimersAsync();
    await over;
  };

  it('tells what it says, and ends with it', async () => {
    answers = [
      () =>
        stream(
          `event: log\nid: 1\ndata: {"number":1,"text":"begins"}\n\nevent: run\ndata: ${DONE}\n\nevent: end\ndata: ""\n\n`,
        ),
    ];
    await followed();
    expect(runs.map((run) => run.state)).toEqual(['SUCCEEDED']);
    expect(lines.map((line) => line.text)).toEqual(['begins']);
    expect(sent).toHaveLength(1);
  });

  it('goes on behind the last line when the connection broke', async () => {
    answers = [
      () => stream(`event: log\nid: 7\ndata: {"number":7,"text":"x"}\n\n`),
      () => Response.json(JSON.parse(RUNNING)),
      () => stream(`event: run\ndata: ${DONE}\n\nevent: end\ndata: ""\n\n`),
    ];
    await followed();
    expect(sent.map((request) => request.url.replace(/.*runs/, ''))).toEqual(['/r/events', '/r', '/r/events']);
    expect(sent[2]?.headers.get('Last-Event-ID')).toBe('7');
    expect(runs.map((run) => run.state)).toEqual(['RUNNING', 'SUCCEEDED']);
  });

  it('ends when the run is over though no event came through', async () => {
    answers = [() => stream(''), () => Response.json(JSON.parse(DONE))];
    await followed();
    expect(runs).toHaveLength(1);
  });

  it('gives up where asking again cannot help', async () => {
    answers = [() => Response.json({ code: 'NOT_FOUND', status: 404, temporary: false }, { status: 404 })];
    const over = follow(TestBed.inject(Api), 'r', listener, new AbortController().signal);
    await expect(over).rejects.toMatchObject({ problem: { code: 'NOT_FOUND' } });
  });
});
