export const en = {
  title: 'Dashboard',
  name: 'Datastore',
  dataset: 'Dataset',
  empty: 'No datastore is known yet.',
} as const;
