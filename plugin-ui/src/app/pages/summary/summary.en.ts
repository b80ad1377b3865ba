export const en = {
  title: 'Protection of this datastore',
  lastSnapshot: 'Last snapshot',
  lastReplication: 'Last replication',
  dataset: 'Dataset',
  lastRun: 'Last run',
  noTask: 'Nothing protects this datastore yet.',
  noReplication: 'It has snapshots, but no copy on another machine.',
  snapshots: 'Snapshots',
  replication: 'Replication',
  runs: 'Runs',
} as const;
