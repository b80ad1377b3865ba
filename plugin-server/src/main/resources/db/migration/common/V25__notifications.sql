-- Where people are told what happened.
create table notification_channel (
  id varchar(64) not null primary key,
  name_key varchar(255) not null constraint notification_channel_name unique,
  version bigint not null,
  body_format int not null,
  body text not null,
  -- A password or a key to sign with; nothing, sealed, where there is none.
  sealed_secret bytea not null,
  -- How telling it went; changes without the version.
  last_sent timestamp with time zone,
  problem_at timestamp with time zone,
  problem_code varchar(64),
  problem_message text,
  attempts int default 0 not null,
  dropped bigint default 0 not null
);

-- What a channel has yet to be told.
create table notification_pending (
  id bigint generated always as identity primary key,
  channel_id varchar(64) not null references notification_channel (id) on delete cascade,
  noted_at timestamp with time zone not null,
  event text not null
);
create index notification_pending_by_channel on notification_pending (channel_id, noted_at);

-- What is wrong and was told, so that it is not told again with each run. Gone when it is over.
create table notification_trouble (
  subject varchar(255) not null primary key,
  code varchar(255) not null,
  trouble_level varchar(16) not null,
  told_at timestamp with time zone not null,
  over_title text
);

-- Runs that ended and that nobody looked at yet in order to tell people of them.
create table ended_run (
  run_id varchar(64) not null primary key references run (id) on delete cascade
);
