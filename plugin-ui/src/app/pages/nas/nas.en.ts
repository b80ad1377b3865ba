export const en = {
  title: 'NAS systems',
  name: 'Name',
  host: 'Host',
  empty: 'No NAS system has been added yet.',
} as const;
