export const en = {
  notYet:
    'This server does not restore by itself yet: it neither rolls a datastore back nor mounts a copy. Your snapshots and replicas are whole, and the NAS can make a copy of any of them without touching what is there now.',
  choose: 'Choose a snapshot to see how.',
  name: 'Name',
  created: 'Created',
  vms: 'Virtual machines',
  consistent: 'Consistent',
  crash: 'Crash-consistent',
  empty: 'This datastore has no snapshot to go back to yet.',
  how: 'On the NAS, this makes a writable copy of {dataset} as it was at {time}. It takes no space at first, and changes nothing else:',
  then: 'Then share it as the datastore is shared, mount it in vCenter under another name, and register or copy the virtual machines from there.',
  close: 'Close',
} as const;
