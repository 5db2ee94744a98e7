-- Who is an admin, sessions that renew themselves, and what is remembered of those that ended.

ALTER TABLE users ADD COLUMN role varchar(16) NOT NULL DEFAULT 'user';

-- Two names that differ in case alone are one. Both are ASCII, so both engines fold them alike.
CREATE UNIQUE INDEX users_by_folded_name ON users (lower(username));
CREATE UNIQUE INDEX users_by_folded_address ON users (lower(email));

-- cookie_token is the SHA-256 of what a browser holds: it stays while session_token, the one that
-- renews, changes at every use.
ALTER TABLE user_sessions ADD COLUMN cookie_token varchar(64);
ALTER TABLE user_sessions ADD COLUMN last_seen_at bigint NOT NULL DEFAULT 0;
ALTER TABLE user_sessions ADD COLUMN device varchar(128) NOT NULL DEFAULT '';

CREATE UNIQUE INDEX user_sessions_by_cookie ON user_sessions (cookie_token);

-- Tokens that have been exchanged for the next one. Whoever shows one of these has stolen it, or
-- was stolen from: the session ends.
CREATE TABLE spent_session_tokens (
  token      varchar(64) PRIMARY KEY,
  session_id varchar(36) NOT NULL REFERENCES user_sessions (id) ON DELETE CASCADE,
  spent_at   bigint      NOT NULL
);

CREATE INDEX spent_session_tokens_by_session ON spent_session_tokens (session_id);

-- Sessions that ended before their time, for as long as an access token of theirs may still hold.
CREATE TABLE ended_sessions (
  session_id varchar(36) PRIMARY KEY,
  ended_at   bigint      NOT NULL
);

CREATE INDEX ended_sessions_by_time ON ended_sessions (ended_at);
