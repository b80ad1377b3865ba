import { computed, inject } from '@angular/core';
import { answer, Api } from '../api/api';
import { includes, Role, Session } from '../api/model';
import { Host } from '../host/host';
import { watched } from './watched';

/** What the person may do in one place. It only hides and explains: what may be done is decided by the server. */
export interface Rights {
  /** Not before the server answered, so that nothing is offered and taken away again; all of it where it could not be asked. */
  may(needed: Role): boolean;
  /** Whether the server said that the person may not. */
  lacks(needed: Role): boolean;
  role(): Role | undefined;
}

/** The rights at a datastore; those for the installation as a whole where there is none. */
export function useRights(on: () => string | undefined = () => undefined): Rights {
  const api = inject(Api);
  const host = inject(Host);
  const session = watched(
    () => ({ on: on(), refreshes: host.refreshes() }),
    ({ on }, signal) => answer<Session>(api.client.GET('/sessions/current', { params: { query: { on } }, signal })),
  );
  const role = computed(() => session.value()?.role);
  return {
    role,
    may: (needed) => (session.hasValue() ? includes(role(), needed) : session.error() !== undefined),
    lacks: (needed) => session.hasValue() && !includes(role(), needed),
  };
}
