-- What the Archive answered, and until when that is fresh. Stale rows stay: they are what is served
-- while the Archive is away.

CREATE TABLE cache_entries (
  id         varchar(36)  PRIMARY KEY,
  cache_key  varchar(512) NOT NULL UNIQUE,
  cache_data text         NOT NULL,
  cache_type varchar(32)  NOT NULL,
  expires_at bigint       NOT NULL,
  created_at bigint       NOT NULL
);

CREATE INDEX cache_entries_by_type ON cache_entries (cache_type, created_at);
CREATE INDEX cache_entries_by_end ON cache_entries (expires_at);
