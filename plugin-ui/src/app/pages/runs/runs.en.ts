export const en = {
  title: 'Protection runs',
  task: 'Task',
  state: 'State',
  empty: 'Nothing has run yet.',
} as const;
