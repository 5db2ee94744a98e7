-- What makes the queue durable: its order, what each file has to come to, how far its part has got,
-- and what a waiting job waits for. A user has one job for a file.

ALTER TABLE downloads ADD COLUMN title text NOT NULL DEFAULT '';
ALTER TABLE downloads ADD COLUMN format text NOT NULL DEFAULT '';
ALTER TABLE downloads ADD COLUMN queue_order bigint NOT NULL DEFAULT 0;
ALTER TABLE downloads ADD COLUMN waiting_for varchar(16)
  CHECK (waiting_for IN ('slot', 'archive', 'disk', 'retry_at'));
ALTER TABLE downloads ADD COLUMN retry_at bigint;
ALTER TABLE downloads ADD COLUMN sha1 varchar(40);
ALTER TABLE downloads ADD COLUMN md5 varchar(32);
ALTER TABLE downloads ADD COLUMN bytes_done bigint NOT NULL DEFAULT 0;
ALTER TABLE downloads ADD COLUMN etag text NOT NULL DEFAULT '';
ALTER TABLE downloads ADD COLUMN failures bigint NOT NULL DEFAULT 0;
ALTER TABLE downloads ADD COLUMN restarts bigint NOT NULL DEFAULT 0;
ALTER TABLE downloads ADD COLUMN created_at bigint NOT NULL DEFAULT 0;

CREATE UNIQUE INDEX downloads_one_a_file ON downloads (user_id, archive_identifier, filename);
CREATE INDEX downloads_in_order ON downloads (status, queue_order);
