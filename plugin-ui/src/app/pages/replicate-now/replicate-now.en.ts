export const en = {
  title: 'Replication tasks',
  name: 'Name',
  target: 'Remote dataset',
  empty: 'No replication task yet.',
} as const;
