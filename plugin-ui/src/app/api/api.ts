import { Injectable, inject } from '@angular/core';
import createClient, { Client } from 'openapi-fetch';
import { Host } from '../host/host';
import { problemOf, ProblemError, unreachable } from './problem';
import { paths } from './schema';

/**
 * The server's API, typed from its document. Calls go through {@link answer}:
 *
 *     const page = await answer<Page<Run>>(this.api.client.GET('/runs', { params: { query: { limit: '50' } } }));
 */
@Injectable({ providedIn: 'root' })
export class Api {
  private readonly host = inject(Host);
  readonly base = new URL('../api/v1', document.baseURI).href;
  readonly client: Client<paths> = createClient<paths>({ baseUrl: this.base, fetch: (request) => this.send(request) });

  /** Sends a request as the person who is asking. @throws ProblemError */
  async send(request: Request): Promise<Response> {
    const again = request.clone();
    const first = await this.sendOnce(request);
    if (first.status !== 401) {
      return this.accepted(first);
    }
    return this.accepted((await this.host.rejected()) ? await this.sendOnce(again) : first);
  }

  private async sendOnce(request: Request): Promise<Response> {
    const identity = await this.host.identity(request.method !== 'GET');
    for (const [name, value] of Object.entries(identity)) {
      request.headers.set(name, value);
    }
    return fetch(request).catch(unreachable);
  }

  private async accepted(response: Response): Promise<Response> {
    if (!response.ok) {
      throw new ProblemError(problemOf(response.status, await response.text()));
    }
    return response;
  }
}

/**
 * The body of a call. The document marks few members of answers as always present, so the caller names the type of
 * `api/model.ts` that does.
 *
 * @throws ProblemError
 */
export async function answer<T>(call: Promise<{ data?: unknown }>): Promise<T> {
  return (await call).data as T;
}

/** The header that says which version a change was made from. */
export function ifMatch(version: number): { 'If-Match': string } {
  return { 'If-Match': `"${version}"` };
}
