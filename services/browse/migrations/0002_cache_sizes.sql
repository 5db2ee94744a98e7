-- How much each answer takes, so that the whole can be kept below a bound without reading it.

ALTER TABLE cache_entries ADD COLUMN bytes bigint NOT NULL DEFAULT 0;

UPDATE cache_entries SET bytes = length(cache_data);

-- The oldest go first; with the bytes in it, the index alone answers how much there is.
CREATE INDEX cache_entries_by_age ON cache_entries (created_at, bytes);
