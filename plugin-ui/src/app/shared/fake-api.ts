import { vi } from 'vitest';
import { problemOf } from '../api/problem';

/** One call that a page made. */
export interface Call {
  method: string;
  path: string;
  query: Record<string, string>;
  body: unknown;
  ifMatch: string | null;
}

/** An answer, or what answers; a problem document where it has a code. */
type Answer = object | ((call: Call) => object);

/** A server for component tests: answers by "METHOD /path", keeps what it was asked, and fails on what it was not told. */
export class FakeApi {
  readonly calls: Call[] = [];

  constructor(private readonly answers: Record<string, Answer>) {
    vi.stubGlobal('fetch', (request: Request) => this.answer(request));
  }

  set(call: string, answer: Answer): void {
    this.answers[call] = answer;
  }

  /** The calls that changed something. */
  changes(): Call[] {
    return this.calls.filter((call) => call.method !== 'GET');
  }

  private async answer(request: Request): Promise<Response> {
    const url = new URL(request.url);
    const text = await request.text();
    const call: Call = {
      method: request.method,
      path: decodeURIComponent(url.pathname.replace(/^.*\/api\/v1/, '')),
      query: Object.fromEntries(url.searchParams),
      body: text ? JSON.parse(text) : undefined,
      ifMatch: request.headers.get('If-Match'),
    };
    this.calls.push(call);
    const answer = this.answers[`${call.method} ${call.path}`];
    if (answer === undefined) {
      throw new TypeError(`nothing answers ${call.method} ${call.path}`);
    }
    const body = typeof answer === 'function' ? (answer as (call: Call) => object)(call) : answer;
    const problem = 'code' in body ? problemOf(400, JSON.stringify(body)) : undefined;
    return Response.json(body, { status: problem ? (problem.status ?? 400) : 200 });
  }
}
