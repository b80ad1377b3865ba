import { Injectable, signal } from '@angular/core';
import { SchemaProblem, SchemaSession, SchemaSignIn } from '../api/schema';
import { ProblemError, problemOf, unreachable } from '../api/problem';
import { remember, remembered } from './memory';

/**
 * The session of a browser outside the vSphere Client. Its cookie is not readable here; that there may be one is
 * remembered, so that a first visit is not greeted by a refused request.
 */
@Injectable({ providedIn: 'root' })
export class Login {
  readonly session = signal<SchemaSession | undefined>(undefined);
  private asked: Promise<SchemaSession | undefined> | undefined;

  /** Who is signed in; asks the server at most once. */
  current(): Promise<SchemaSession | undefined> {
    if (!remembered('signedIn')) {
      return Promise.resolve(undefined);
    }
    this.asked ??= this.ask('GET', 'sessions/current').then(
      (session) => this.keep(session),
      () => this.expired(),
    );
    return this.asked;
  }

  async csrfToken(): Promise<string | undefined> {
    return (await this.current())?.csrfToken;
  }

  /** @throws ProblemError */
  async signIn(order: SchemaSignIn): Promise<void> {
    const session = await this.ask('POST', 'sessions', order);
    remember('signedIn', '1');
    remember('vcenter', order.vcenterId);
    this.asked = Promise.resolve(this.keep(session));
  }

  async signOut(): Promise<void> {
    const token = await this.csrfToken();
    await this.ask('DELETE', 'sessions/current', undefined, token ? { 'X-CSRF-Token': token } : {});
    this.expired();
  }

  expired(): undefined {
    remember('signedIn', undefined);
    this.asked = undefined;
    this.session.set(undefined);
  }

  private keep(session: SchemaSession | undefined): SchemaSession | undefined {
    this.session.set(session);
    return session;
  }

  private async ask(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<SchemaSession | undefined> {
    const answer = await fetch(new URL(`../api/v1/${path}`, document.baseURI), {
      method,
      headers: { ...headers, ...(body ? { 'Content-Type': 'application/json' } : {}) },
      ...(body ? { body: JSON.stringify(body) } : {}),
    }).catch(unreachable);
    const text = await answer.text();
    if (!answer.ok) {
      throw new ProblemError(problemOf(answer.status, text) satisfies SchemaProblem);
    }
    return text ? (JSON.parse(text) as SchemaSession) : undefined;
  }
}
