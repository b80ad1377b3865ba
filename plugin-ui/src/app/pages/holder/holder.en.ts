export const en = {
  title: 'Protection of the datastores here',
  tooMany: 'Only the first {n} datastores are shown.|Only the first {n} datastores are shown.',
} as const;
