import { Datastore } from '../../api/model';

/** How a datastore is protected, from what needs a look to what does not. */
export const STANDINGS = [
  'NEVER_REPLICATED',
  'LATE',
  'UNPROTECTED',
  'UNREACHABLE',
  'SNAPSHOTS_ONLY',
  'REPLICATED',
  'UNMAPPED',
] as const;
export type Standing = (typeof STANDINGS)[number];

export function standing({ mapping, protection }: Datastore): Standing {
  if (mapping.status === 'UNREACHABLE') {
    return 'UNREACHABLE';
  }
  if (mapping.status !== 'MAPPED') {
    return 'UNMAPPED';
  }
  if ((protection.replicationTaskIds?.length ?? 0) > 0) {
    if (protection.lastReplicationAt === undefined) {
      return 'NEVER_REPLICATED';
    }
    return protection.lagExceeded ? 'LATE' : 'REPLICATED';
  }
  return (protection.snapshotTaskIds?.length ?? 0) > 0 ? 'SNAPSHOTS_ONLY' : 'UNPROTECTED';
}

/** Replicated ones by lag, the worst first; before them what never was, behind them what has no lag to speak of. */
const RANK: Record<Standing, number> = {
  NEVER_REPLICATED: 0,
  UNREACHABLE: 1,
  LATE: 2,
  REPLICATED: 3,
  SNAPSHOTS_ONLY: 4,
  UNPROTECTED: 5,
  UNMAPPED: 6,
};

export function worstFirst(datastores: readonly Datastore[]): Datastore[] {
  return [...datastores].sort(
    (a, b) =>
      RANK[standing(a)] - RANK[standing(b)] ||
      (b.protection.lagSeconds ?? 0) - (a.protection.lagSeconds ?? 0) ||
      a.name.localeCompare(b.name),
  );
}

/** How many datastores there are of each standing. */
export function counted(datastores: readonly Datastore[]): Record<Standing, number> {
  const counts = Object.fromEntries(STANDINGS.map((one) => [one, 0])) as Record<Standing, number>;
  datastores.forEach((datastore) => counts[standing(datastore)]++);
  return counts;
}
