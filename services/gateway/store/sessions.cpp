#include "gateway/store/sessions.hpp"

#include "gateway/store/users.hpp"

#include <cstdint>
#include <utility>

namespace tapedeck::gateway {
namespace {

using database::Connection;

/// Takes the row away and remembers that it ended.
Result<void> end(Connection& db, const SessionId& session, const Instant& now) {
  auto gone =
      db.run({"gateway.delete_session", "delete from user_sessions where id = :id"}, session);
  if (!gone) return failure(gone);
  auto noted = db.run({"gateway.note_ended_session",
                       "insert into ended_sessions (session_id, ended_at) values (:id, :now) "
                       "on conflict (session_id) do nothing"},
                      session, now);
  if (!noted) return failure(noted);
  return {};
}

Result<void> end_all(Connection& db, const std::vector<SessionId>& sessions, const Instant& now) {
  for (const auto& session : sessions) {
    auto ended = end(db, session, now);
    if (!ended) return ended;
  }
  return {};
}

/// Exchanges the token of a session that is there.
Result<Renewed> exchange(Connection& db, SignedIn holder, const Renewal& renewal) {
  auto changed = db.run({"gateway.renew_session",
                         "update user_sessions set session_token = :next, last_seen_at = :now, "
                         "expires_at = :expires where id = :id"},
                        renewal.next_hash, renewal.now, renewal.expires_at, holder.session);
  if (!changed) return failure(changed);
  auto noted = db.run({"gateway.note_spent_token",
                       "insert into spent_session_tokens (token, session_id, spent_at) "
                       "values (:token, :session, :now)"},
                      renewal.shown_hash, holder.session, renewal.now);
  if (noted) {
    noted = db.run({"gateway.forget_spent_tokens",
                    "delete from spent_session_tokens where token in ("
                    "select token from spent_session_tokens where session_id = :session "
                    "order by spent_at desc, token limit 100 offset :most)"},
                   holder.session, max_spent_tokens);
  }
  if (!noted) return failure(noted);
  // Read here, so that a renewal that is written is also answered.
  auto user = find_user(db, holder.user);
  if (!user) return failure(user);
  if (!*user) return fail(Errc::internal, "", "a session without its account");
  return Renewed{holder, std::move((*user)->user), std::nullopt};
}

}  // namespace

Result<std::vector<SessionId>> begin_session(Connection& db, const NewSession& session) {
  auto too_many =
      db.all<SessionId>({"gateway.oldest_sessions",
                         "select id from user_sessions where user_id = :user "
                         "order by last_seen_at desc, created_at desc, id limit 1000 offset :most"},
                        session.user, max_sessions - 1);
  if (!too_many) return failure(too_many);
  auto ended = end_all(db, *too_many, session.now);
  if (!ended) return failure(ended);
  auto begun =
      db.run({"gateway.begin_session",
              "insert into user_sessions (id, user_id, session_token, cookie_token, expires_at, "
              "created_at, last_seen_at, device) "
              "values (:id, :user, :token, :cookie, :expires, :now, :now, :device)"},
             session.id, session.user, session.token_hash, session.cookie_hash, session.expires_at,
             session.now, session.device);
  if (!begun) return failure(begun);
  return too_many;
}

Result<Renewed> renew_session(Connection& db, const Renewal& renewal) {
  auto holder = db.one<SignedIn>(
      {"gateway.find_session_token",
       "select s.id, s.user_id, u.role, s.last_seen_at from user_sessions s "
       "join users u on u.id = s.user_id "
       "where s.session_token = :token and s.expires_at > :now and u.is_active = 1"},
      renewal.shown_hash, renewal.now);
  if (!holder) return failure(holder);
  if (*holder) return exchange(db, **std::move(holder), renewal);

  auto stolen =
      db.one<SessionId>({"gateway.find_spent_token",
                         "select session_id from spent_session_tokens where token = :token"},
                        renewal.shown_hash);
  if (!stolen) return failure(stolen);
  if (!*stolen) return Renewed{};
  auto ended = end(db, **stolen, renewal.now);
  if (!ended) return failure(ended);
  return Renewed{std::nullopt, std::nullopt, *stolen};
}

Result<std::optional<SignedIn>> find_cookie(Connection& db, const std::string& hash,
                                            const Instant& now) {
  return db.one<SignedIn>(
      {"gateway.find_cookie",
       "select s.id, s.user_id, u.role, s.last_seen_at from user_sessions s "
       "join users u on u.id = s.user_id "
       "where s.cookie_token = :token and s.expires_at > :now and u.is_active = 1"},
      hash, now);
}

Result<void> touch_session(Connection& db, const SessionId& session, const Instant& now,
                           const Instant& expires_at) {
  auto touched = db.run({"gateway.touch_session",
                         "update user_sessions set last_seen_at = :now, expires_at = :expires "
                         "where id = :id and last_seen_at < :now"},
                        now, expires_at, session);
  if (!touched) return failure(touched);
  return {};
}

Result<std::vector<SessionInfo>> sessions_of(Connection& db, const UserId& user,
                                             const Instant& now) {
  return db.all<SessionInfo>(
      {"gateway.sessions_of",
       "select id, device, created_at, last_seen_at, expires_at from user_sessions "
       "where user_id = :user and expires_at > :now order by last_seen_at desc, id limit 100"},
      user, now);
}

Result<void> end_session(Connection& db, const UserId& user, const SessionId& session,
                         const Instant& now) {
  auto his = db.value<std::int64_t>(
      {"gateway.count_session",
       "select count(*) from user_sessions where id = :id and user_id = :user"},
      session, user);
  if (!his) return failure(his);
  if (*his == 0) return fail(Errc::not_found, "There is no such session.");
  return end(db, session, now);
}

Result<std::vector<SessionId>> end_sessions(Connection& db, const UserId& user,
                                            const std::optional<SessionId>& kept,
                                            const Instant& now) {
  auto sessions = db.all<SessionId>(
      {"gateway.session_ids", "select id from user_sessions where user_id = :user"}, user);
  if (!sessions) return failure(sessions);
  if (kept) std::erase(*sessions, *kept);
  auto ended = end_all(db, *sessions, now);
  if (!ended) return failure(ended);
  return sessions;
}

Result<std::vector<Ended>> ended_since(Connection& db, const Instant& since,
                                       const std::int64_t& limit) {
  return db.all<Ended>({"gateway.ended_since",
                        "select session_id, ended_at from ended_sessions where ended_at >= :since "
                        "order by ended_at desc, session_id limit :limit"},
                       since, limit);
}

Result<void> sweep_sessions(Connection& db, const Instant& now, const Instant& ended_before) {
  auto swept =
      db.run({"gateway.sweep_sessions", "delete from user_sessions where expires_at <= :now"}, now);
  if (swept) {
    swept = db.run(
        {"gateway.sweep_ended_sessions", "delete from ended_sessions where ended_at < :before"},
        ended_before);
  }
  if (!swept) return failure(swept);
  return {};
}

}  // namespace tapedeck::gateway
