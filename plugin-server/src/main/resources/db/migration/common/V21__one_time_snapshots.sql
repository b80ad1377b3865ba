-- Snapshots that were ordered once and that a run takes.
create table one_time_snapshot (
  id varchar(64) not null primary key,
  datastore_id varchar(255) not null,
  label text not null,
  below_too boolean not null,
  on_vm_failure varchar(16) not null,
  ordered_at timestamp with time zone not null
);
