export const en = {
  title: 'Audit',
  at: 'Time',
  actor: 'Who',
  action: 'Action',
  empty: 'Nothing has been changed yet.',
} as const;
