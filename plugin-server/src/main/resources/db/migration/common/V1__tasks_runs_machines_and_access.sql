-- One text for H2 (PostgreSQL mode) and PostgreSQL.
-- Keys are varchar because H2 takes "text" for a CLOB, which it cannot index.
-- "name_key" is the name in lower case: names are unique whatever their case, on every database and collation.
-- "body" is the rest of the record as JSON; "body_format" says which shape it has.

create table nas_system (
  id varchar(64) not null primary key,
  name_key varchar(255) not null constraint nas_system_name unique,
  version bigint not null,
  body_format int not null,
  body text not null,
  sealed_private_key bytea not null
);

create table vcenter_server (
  id varchar(64) not null primary key,
  name_key varchar(255) not null constraint vcenter_server_name unique,
  version bigint not null,
  body_format int not null,
  body text not null,
  sealed_password bytea not null
);

create table snapshot_task (
  id varchar(64) not null primary key,
  name_key varchar(255) not null constraint snapshot_task_name unique,
  version bigint not null,
  body_format int not null,
  body text not null
);

create table replication_task (
  id varchar(64) not null primary key,
  name_key varchar(255) not null constraint replication_task_name unique,
  version bigint not null,
  body_format int not null,
  body text not null
);

create table run (
  id varchar(64) not null primary key,
  kind varchar(32) not null,
  task_id varchar(64) not null,
  task_name varchar(255) not null,
  datastore_id varchar(255),
  state varchar(32) not null,
  waiting_for text,
  opened_by varchar(32) not null,
  slot timestamp with time zone,
  created_at timestamp with time zone not null,
  started_at timestamp with time zone,
  ended_at timestamp with time zone,
  bytes_done bigint not null,
  bytes_total bigint not null,
  warnings text not null,
  error_code varchar(64),
  error_temporary boolean,
  error_message text,
  error_stderr text,
  attempt int not null,
  node_id varchar(255),
  -- A slot is run once, whichever server sees it first; manual runs have no slot and do not collide.
  constraint run_slot unique (task_id, slot)
);
create index run_by_creation on run (created_at, id);
create index run_by_datastore on run (datastore_id, created_at);
create index run_by_state on run (state);

create table run_step (
  run_id varchar(64) not null references run (id) on delete cascade,
  step_number int not null,
  dataset varchar(255) not null,
  from_snapshot varchar(255),
  to_snapshot varchar(255) not null,
  state varchar(32) not null,
  bytes_done bigint not null,
  bytes_total bigint not null,
  primary key (run_id, step_number)
);

create table run_log (
  run_id varchar(64) not null references run (id) on delete cascade,
  line_number bigint not null,
  logged_at timestamp with time zone not null,
  level varchar(8) not null,
  line text not null,
  primary key (run_id, line_number)
);

create table api_token (
  id varchar(64) not null primary key,
  name varchar(255) not null,
  name_key varchar(255) not null constraint api_token_name unique,
  token_role varchar(32) not null,
  secret_hash varchar(64) not null constraint api_token_hash unique,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone
);

create table audit_entry (
  id bigint generated always as identity primary key,
  logged_at timestamp with time zone not null,
  actor text not null,
  action text not null,
  object_name text not null,
  outcome text not null
);

create table idempotency_key (
  key_hash varchar(64) not null primary key,
  request_hash varchar(64) not null,
  claimed_at timestamp with time zone not null,
  status int,
  location text,
  entity_tag text,
  answer_body text
);
create index idempotency_key_by_age on idempotency_key (claimed_at);
