-- Who may come in, who is in, and what they looked for. Columns as the seed names them.
-- Ids are UUIDs in text, times are milliseconds UTC, flags are 0 or 1: the same on both engines.

CREATE TABLE users (
  id               varchar(36)  PRIMARY KEY,
  username         varchar(64)  NOT NULL UNIQUE,
  email            varchar(254) NOT NULL UNIQUE,
  password_hash    varchar(255) NOT NULL,
  created_at       bigint       NOT NULL,
  is_active        integer      NOT NULL DEFAULT 1,
  storage_provider varchar(32)  NOT NULL DEFAULT 'local'
);

-- session_token is the SHA-256, in hex, of the token its holder has: a stolen table opens nothing.
CREATE TABLE user_sessions (
  id            varchar(36) PRIMARY KEY,
  user_id       varchar(36) NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  session_token varchar(64) NOT NULL UNIQUE,
  expires_at    bigint      NOT NULL,
  created_at    bigint      NOT NULL
);

CREATE INDEX user_sessions_by_user ON user_sessions (user_id);
CREATE INDEX user_sessions_by_end ON user_sessions (expires_at);

CREATE TABLE search_history (
  id            varchar(36) PRIMARY KEY,
  user_id       varchar(36) NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  query         text        NOT NULL,
  search_type   varchar(32) NOT NULL,
  results_count integer     NOT NULL DEFAULT 0,
  created_at    bigint      NOT NULL
);

CREATE INDEX search_history_by_user ON search_history (user_id, created_at);
