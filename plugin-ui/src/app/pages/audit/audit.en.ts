export const en = {
  title: 'Audit',
  at: 'Time',
  actor: 'Who',
  action: 'What',
  object: 'On',
  outcome: 'Outcome',
  empty: 'Nobody has asked for a change yet.',
} as const;
