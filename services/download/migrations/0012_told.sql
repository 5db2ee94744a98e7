-- Whether the end of a job has been told to the operator's webhook: two processes that end the last files of
-- a recording together tell of it once.

ALTER TABLE downloads ADD COLUMN told bigint NOT NULL DEFAULT 0 CHECK (told IN (0, 1));
