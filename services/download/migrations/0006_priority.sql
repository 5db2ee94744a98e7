-- Which jobs go before others, and within that their order: `queue_order` leaves room between two jobs
-- for others that are moved there.

ALTER TABLE downloads ADD COLUMN priority bigint NOT NULL DEFAULT 5 CHECK (priority BETWEEN 0 AND 9);

DROP INDEX downloads_in_order;
CREATE INDEX downloads_in_order ON downloads (status, priority DESC, queue_order);
