-- What grouping goes by, and what lists are ordered and found by. `metadata` of a concert is its
-- line in a list; that of a recording is what browse found of it, from which it can be grouped
-- again.

ALTER TABLE aggregated_concerts ADD COLUMN artist_key text NOT NULL DEFAULT '';
ALTER TABLE aggregated_concerts ADD COLUMN day_part varchar(8) NOT NULL DEFAULT 'unsaid';

-- Folded words of artist, venue and location, for searching while the Archive is away.
ALTER TABLE aggregated_concerts ADD COLUMN words text NOT NULL DEFAULT '';

-- When the last of its recordings came to the Archive, as the Archive writes it.
ALTER TABLE aggregated_concerts ADD COLUMN added varchar(32) NOT NULL DEFAULT '';

-- When every recording of this night was last asked for; null when only parts of it were found.
ALTER TABLE aggregated_concerts ADD COLUMN looked_at bigint;

-- The place of a recording among those of its concert: 1 is the best to play.
ALTER TABLE concert_recordings ADD COLUMN position integer NOT NULL DEFAULT 0;

CREATE INDEX aggregated_concerts_by_night ON aggregated_concerts (artist_key, date);
CREATE INDEX aggregated_concerts_by_added ON aggregated_concerts (added);
