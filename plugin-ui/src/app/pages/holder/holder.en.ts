export const en = {
  title: 'Protection of the datastores here',
} as const;
