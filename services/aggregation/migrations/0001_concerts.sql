-- Concerts, and the recordings that were made of each. `date` is text, not an instant: a civil date
-- `YYYY-MM-DD` whose unknown parts are XX (docs/decisions/0008).

CREATE TABLE aggregated_concerts (
  id               varchar(36) PRIMARY KEY,
  artist           text        NOT NULL,
  date             varchar(10) NOT NULL,
  venue            text,
  location         text,
  recordings_count integer     NOT NULL DEFAULT 0,
  total_tracks     integer     NOT NULL DEFAULT 0,
  metadata         text        NOT NULL DEFAULT '{}',
  created_at       bigint      NOT NULL,
  updated_at       bigint      NOT NULL
);

CREATE INDEX aggregated_concerts_by_artist ON aggregated_concerts (artist, date);
CREATE INDEX aggregated_concerts_by_date ON aggregated_concerts (date);

-- An item may hold both shows of a day, and then belongs to both concerts.
CREATE TABLE concert_recordings (
  id                 varchar(36)  PRIMARY KEY,
  concert_id         varchar(36)  NOT NULL REFERENCES aggregated_concerts (id) ON DELETE CASCADE,
  archive_identifier varchar(100) NOT NULL,
  title              text,
  source             text,
  taper              text,
  lineage            text,
  total_tracks       integer      NOT NULL DEFAULT 0,
  total_size         bigint       NOT NULL DEFAULT 0,
  metadata           text         NOT NULL DEFAULT '{}',
  UNIQUE (concert_id, archive_identifier)
);

CREATE INDEX concert_recordings_by_item ON concert_recordings (archive_identifier);
