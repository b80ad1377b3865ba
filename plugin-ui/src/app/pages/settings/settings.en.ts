export const en = {
  title: 'Settings',
  name: 'Token',
  role: 'Role',
  empty: 'No token has been made yet.',
} as const;
