-- How much there is of each type is asked for all the time; with the bytes in it, the index alone
-- answers that, too.

DROP INDEX cache_entries_by_type;

CREATE INDEX cache_entries_by_type_and_age ON cache_entries (cache_type, created_at, bytes);
