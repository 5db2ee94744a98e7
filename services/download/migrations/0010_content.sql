-- What the bytes of a finished file are known by in the vault: their SHA-1, also where the Archive
-- gave another digest or none. Null until they were proven; and, of files from before, until the
-- service has read them once more.

ALTER TABLE downloads ADD COLUMN content varchar(40);

CREATE INDEX downloads_by_content ON downloads (content);
CREATE INDEX downloads_by_sha1 ON downloads (sha1);

-- What is known of a recording, for the names of its files in the vault, also when the Archive is
-- away or has changed its mind.

CREATE TABLE recording_facts (
  archive_identifier varchar(100) PRIMARY KEY,
  artist             text         NOT NULL,
  concert_date       varchar(10)  NOT NULL,
  venue              text         NOT NULL,
  city               text         NOT NULL
);
