export const en = {
  title: 'Audit',
  at: 'Time',
  actor: 'Who',
  action: 'What',
  object: 'On',
  outcome: 'Outcome',
  empty: 'Nobody has asked for a change yet.',
  since: 'From',
  until: 'Until',
  errUntil: 'Has to be the day of From, or later.',
  errDate: 'Give a date.',
  none: 'No entry fits.',
} as const;
