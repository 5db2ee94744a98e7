-- Whether a part of the file may lie in the vault, even one of which no byte was flushed: what a
-- cancelled or failed job leaves behind is removed by it.

ALTER TABLE downloads ADD COLUMN has_part bigint NOT NULL DEFAULT 0 CHECK (has_part IN (0, 1));
UPDATE downloads SET has_part = 1 WHERE bytes_done > 0 AND status <> 'completed';
