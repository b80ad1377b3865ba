-- A run that names datasets is shown on each datastore that lies on them, so a run can have several places.
create table run_showing (
  run_id varchar(64) not null,
  -- The urn of a datastore or a folder.
  object_id varchar(255) not null,
  node_id varchar(255) not null,
  -- The task that shows the run there; null before there is one.
  vcenter_task varchar(255),
  announced boolean default false not null,
  touched_at timestamp with time zone not null,
  primary key (run_id, object_id)
);
insert into run_showing (run_id, object_id, node_id, vcenter_task, announced, touched_at)
  select p.run_id, r.datastore_id, p.node_id, p.vcenter_task, p.announced, p.touched_at
  from run_posting p join run r on r.id = p.run_id where r.datastore_id is not null;
drop table run_posting;
