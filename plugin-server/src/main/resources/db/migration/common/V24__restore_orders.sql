-- Roll backs and clones that were ordered and that a run does.
create table restore_order (
  id varchar(64) not null primary key,
  datastore_id varchar(255) not null,
  nas_system_id varchar(64) not null,
  snapshot text not null,
  guid varchar(20) not null,
  clone_name text,
  announced text not null,
  forced boolean not null,
  ordered_at timestamp with time zone not null
);
