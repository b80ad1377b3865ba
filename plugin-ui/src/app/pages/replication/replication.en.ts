export const en = {
  title: 'Replication',
  name: 'Name',
  target: 'Remote dataset',
  empty: 'No replication task yet.',
} as const;
