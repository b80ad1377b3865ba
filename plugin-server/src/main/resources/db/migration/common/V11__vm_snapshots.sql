-- Snapshots of virtual machines that exist for the moment of a ZFS snapshot. Written before each is made, deleted when it is gone.
create table vm_snapshot (
  id varchar(64) not null primary key,
  node_id varchar(255) not null,
  vcenter_id varchar(64) not null,
  vm_id varchar(255) not null,
  vm_name text not null,
  run_id varchar(64) not null,
  -- Null until the vCenter said it.
  snapshot_id varchar(255),
  created_at timestamp with time zone not null,
  -- From when on it is a leftover that the cleaner removes.
  due_at timestamp with time zone not null,
  attempts int not null,
  problem text
);

-- What a ZFS snapshot holds of each virtual machine on the datastore.
create table vm_result (
  nas_system_id varchar(64) not null,
  -- Unsigned 64 bits, as text.
  snapshot_guid varchar(20) not null,
  vm_id varchar(255) not null,
  vm_name text not null,
  outcome varchar(32) not null,
  reason text,
  primary key (nas_system_id, snapshot_guid, vm_id)
);
