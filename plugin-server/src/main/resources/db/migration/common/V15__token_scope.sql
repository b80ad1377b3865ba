-- The datastores a token is limited to, one id a line; empty for a token that is good everywhere.
alter table api_token add column datastores text default '' not null;
