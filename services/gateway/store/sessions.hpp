#pragma once

#include "base/result.hpp"
#include "database/connection.hpp"
#include "gateway/core/account.hpp"

#include <optional>
#include <string>
#include <vector>

namespace tapedeck::gateway {

// Plain functions over one connection: they block, so they run on a database's pool; those that
// write several rows are given to Pool::write. Tokens come and go as their hashes alone.

/// How many places one account may be signed in at; the oldest is signed out for the next.
inline constexpr std::size_t max_sessions = 20;

/// A session about to begin.
struct NewSession {
  SessionId id;
  UserId user;
  std::string token_hash;   ///< Of what renews it.
  std::string cookie_hash;  ///< Of what a browser keeps.
  std::string device;
  Instant now{};
  Instant expires_at{};
};

/// Somebody who is signed in, as a token of his proves.
struct SignedIn {
  SessionId session;
  UserId user;
  Role role = Role::user;
  Instant last_seen_at{};
};
BOOST_DESCRIBE_STRUCT(SignedIn, (), (session, user, role, last_seen_at))

/// Begins a session. Gives those that had to end for it.
Result<std::vector<SessionId>> begin_session(database::Connection& db, const NewSession& session);

/// One renewal: the token shown, and the one that takes its place.
struct Renewal {
  std::string shown_hash;
  std::string next_hash;
  Instant now{};
  Instant expires_at{};
};

/// What became of a renewal.
struct Renewed {
  std::optional<SignedIn> holder;  ///< Nothing: the token is of no session.
  std::optional<User> user;        ///< The holder's account.
  std::optional<SessionId> ended;  ///< The token had been used before; this session has ended.
};

/// How many exchanged tokens of a session are remembered; one that is older is taken for unknown.
inline constexpr std::size_t max_spent_tokens = 1'000;

/// Exchanges a token for the next one, once. A token that was exchanged before ends its session.
Result<Renewed> renew_session(database::Connection& db, const Renewal& renewal);

/// Whose cookie it is; nothing when it is of no session, or the account is not active.
Result<std::optional<SignedIn>> find_cookie(database::Connection& db, const std::string& hash,
                                            const Instant& now);

/// Notes that a session is used, so that it lasts until `expires_at`.
Result<void> touch_session(database::Connection& db, const SessionId& session, const Instant& now,
                           const Instant& expires_at);

/// Where an account is signed in, the last one first.
Result<std::vector<SessionInfo>> sessions_of(database::Connection& db, const UserId& user,
                                             const Instant& now);

/// Ends one session of `user`. Errors: `not_found` when it is not his, or not there.
Result<void> end_session(database::Connection& db, const UserId& user, const SessionId& session,
                         const Instant& now);

/// Ends every session of `user` but `kept`; gives them.
Result<std::vector<SessionId>> end_sessions(database::Connection& db, const UserId& user,
                                            const std::optional<SessionId>& kept,
                                            const Instant& now);

/// A session that ended before its time.
struct Ended {
  SessionId session;
  Instant ended_at{};
};
BOOST_DESCRIBE_STRUCT(Ended, (), (session, ended_at))

/// Those that ended at `since` or later, the newest first; at most `limit`.
Result<std::vector<Ended>> ended_since(database::Connection& db, const Instant& since,
                                       const std::int64_t& limit);

/// Forgets sessions that have run out by `now`, and those that ended before `ended_before`.
Result<void> sweep_sessions(database::Connection& db, const Instant& now,
                            const Instant& ended_before);

}  // namespace tapedeck::gateway
