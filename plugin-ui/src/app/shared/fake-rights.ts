import { includes, Role } from '../api/model';
import { Rights } from './rights';

/** Rights for component tests. */
export function fakeRights(role: Role | undefined): Rights {
  return {
    role: () => role,
    may: (needed) => includes(role, needed),
    lacks: (needed) => !includes(role, needed),
  };
}
