-- Jobs queued before there were priorities stand one beside the other: they get the room that 0006 gives new
-- ones, or nothing could be moved between them without moving all.

UPDATE downloads SET queue_order = queue_order * 65536;

CREATE INDEX downloads_by_order ON downloads (queue_order);
