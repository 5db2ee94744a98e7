-- What one whole decode of a finished file has told of it, and its digests as they were read then;
-- or why it could not be decoded. `file_size` and `modified_at` tell whether it is still that file,
-- for its row in `slice_maps` as well.

CREATE TABLE hearings (
  download_id varchar(36) PRIMARY KEY REFERENCES downloads (id) ON DELETE CASCADE,
  file_size   bigint      NOT NULL,
  modified_at bigint      NOT NULL,
  md5         varchar(32) NOT NULL,
  sha1        varchar(40) NOT NULL,
  heard_at    bigint      NOT NULL,
  program     varchar(64) NOT NULL,
  hearing     text        NOT NULL DEFAULT '',
  reason      text        NOT NULL DEFAULT '',
  CHECK ((hearing = '') <> (reason = ''))
);
