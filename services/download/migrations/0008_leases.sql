-- Which process works on a job, until when it may without saying so again, and the number of that claim:
-- whoever comes with an older number has lost the job.

ALTER TABLE downloads ADD COLUMN held_by text;
ALTER TABLE downloads ADD COLUMN held_until bigint;
ALTER TABLE downloads ADD COLUMN fence bigint NOT NULL DEFAULT 0;
