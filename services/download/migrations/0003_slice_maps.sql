-- How a player cuts a finished file into slices that it can decode by themselves, or why it cannot.
-- Made once, when the file has been verified; `file_size` tells whether it is still that file.

CREATE TABLE slice_maps (
  download_id varchar(36) PRIMARY KEY REFERENCES downloads (id) ON DELETE CASCADE,
  file_size   bigint      NOT NULL,
  map         text        NOT NULL DEFAULT '',
  reason      text        NOT NULL DEFAULT '',
  CHECK ((map = '') <> (reason = ''))
);
