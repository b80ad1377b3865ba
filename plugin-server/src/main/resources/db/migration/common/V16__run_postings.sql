-- Runs that their vCenter does not show as they are yet. Gone when everything of a run was shown.
create table run_posting (
  run_id varchar(64) not null primary key,
  node_id varchar(255) not null,
  -- The task that shows the run; null before there is one.
  vcenter_task varchar(255),
  announced boolean default false not null,
  touched_at timestamp with time zone not null
);
