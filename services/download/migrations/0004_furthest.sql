-- The most bytes of a file that any try came to: one that comes no further has brought nothing, even
-- if its node sent the file from the beginning again.

ALTER TABLE downloads ADD COLUMN furthest bigint NOT NULL DEFAULT 0;
