export const en = {
  title: 'vCenters',
  name: 'Name',
  url: 'Address',
  empty: 'No vCenter has been added yet.',
} as const;
