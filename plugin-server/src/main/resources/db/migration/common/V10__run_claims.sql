-- What runs hold or wait for: their task, the subtrees they write, the machines they use.
-- A claim belongs to a run and not to a server, so it lives through the server's death and ends with the run.
create table run_claim (
  run_id varchar(64) not null primary key,
  task_id varchar(64) not null,
  node_id varchar(255) not null,
  attempt int not null,
  granted boolean not null,
  cancel_requested boolean not null,
  -- One per line: N, machine; or W, machine, dataset; separated by tabs.
  resources text not null
);

-- Its one row is locked by whoever looks at the claims in order to change them, one server at a time.
create table run_claim_turn (
  id int not null primary key
);
insert into run_claim_turn (id) values (1);
