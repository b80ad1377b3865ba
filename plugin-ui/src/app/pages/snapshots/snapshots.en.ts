export const en = {
  title: 'Snapshots',
  name: 'Name',
  created: 'Created',
  used: 'Used',
  empty: 'This datastore has no snapshot yet.',
} as const;
