-- What other processes have at work, or had a moment ago, is looked for each second.

CREATE INDEX downloads_held ON downloads (held_until) WHERE held_until IS NOT NULL;
