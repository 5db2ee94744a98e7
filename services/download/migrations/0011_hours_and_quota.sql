-- Two more things a job may wait for: the hours in which downloads come, and room in what its user may have.
-- No engine widens a check in place; a column with the wide one takes the narrow one's values and name.

ALTER TABLE downloads ADD COLUMN waits_for varchar(16)
  CHECK (waits_for IN ('slot', 'archive', 'disk', 'retry_at', 'hours', 'quota'));
UPDATE downloads SET waits_for = waiting_for WHERE waiting_for IS NOT NULL;
ALTER TABLE downloads DROP COLUMN waiting_for;
ALTER TABLE downloads RENAME COLUMN waits_for TO waiting_for;
