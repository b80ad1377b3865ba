-- How fast a run sends, over the last half minute; once it has ended, over its last attempt.
ALTER TABLE run ADD COLUMN bytes_per_second BIGINT;
