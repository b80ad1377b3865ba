-- Held while a replication task is saved: of two saved at one moment, by two servers, neither would see the other's target.
create table replication_task_turn (
  id int not null primary key
);
insert into replication_task_turn (id) values (1);
