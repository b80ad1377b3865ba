export const en = {
  tagline: 'Snapshots and replication of the ZFS datasets behind vSphere datastores',
  vcenter: 'vCenter',
  vcenterHelp: 'Its name or id in Datastore Guard',
  username: 'User name',
  password: 'Password',
  signIn: 'Sign in',
  first: 'First time here? Add the vCenter on the server: datastore-guard vcenter add',
} as const;
