export const en = {
  title: 'Replicate now',
  choose: 'Which task to run',
  to: '{name}, to {target}',
  disabled: 'disabled',
  window: 'It starts at once, even outside the task’s window.',
  empty: 'No task replicates this datastore yet.',
  toTasks: 'Replication',
  dryRun: 'Dry run',
  asking: 'Asking both machines; nothing is sent …',
  cancel: 'Cancel',
} as const;
