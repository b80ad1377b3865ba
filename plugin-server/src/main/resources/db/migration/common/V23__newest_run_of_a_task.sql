-- The newest success of each task is asked for with every look at the dashboard; started_at is null until a run begins.
create index run_by_task on run (task_id, started_at desc, id desc);
