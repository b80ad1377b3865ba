-- What is wrong besides runs, and on which objects in vCenter people were told of it. Gone when it is over.
create table vcenter_concern (
  subject varchar(255) not null,
  object_id varchar(255) not null,
  -- Told again when it changes.
  stage varchar(64) not null,
  -- What is told when it is over; null for nothing.
  over_notice varchar(64),
  -- JSON object: what the events' texts name in braces.
  words text not null,
  told boolean not null,
  noted_at timestamp with time zone not null,
  -- When a server last took it to tell it.
  claimed_at timestamp with time zone,
  primary key (subject, object_id)
);
