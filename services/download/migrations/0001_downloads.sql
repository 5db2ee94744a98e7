-- One row a job: one file on its way into the vault, or there. user_id names a row of the gateway's
-- users; it is no foreign key, because each service may be given a database of its own.

CREATE TABLE downloads (
  id                    varchar(36)      PRIMARY KEY,
  user_id               varchar(36)      NOT NULL,
  archive_identifier    varchar(100)     NOT NULL,
  filename              text             NOT NULL,
  status                varchar(16)      NOT NULL DEFAULT 'pending'
    CHECK (status IN ('pending', 'downloading', 'verifying', 'completed', 'failed', 'cancelled',
                      'paused')),
  progress              double precision NOT NULL DEFAULT 0 CHECK (progress BETWEEN 0 AND 100),
  file_path             text,
  file_size             bigint,
  download_url          text,
  started_at            bigint,
  download_completed_at bigint,
  error_message         text
);

CREATE INDEX downloads_by_user ON downloads (user_id, status);
CREATE INDEX downloads_by_file ON downloads (archive_identifier, filename);
CREATE INDEX downloads_by_status ON downloads (status);
