export const en = {
  title: 'Summary',
  task: 'Task',
  state: 'State',
  empty: 'Nothing has run yet.',
} as const;
