export const en = {
  title: 'Snapshots',
  name: 'Name',
  created: 'Created',
  empty: 'This datastore has no snapshot yet.',
} as const;
