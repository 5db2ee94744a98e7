#include "gateway/accounts.hpp"

#include "identity/digest.hpp"
#include "identity/opaque_token.hpp"

#include <algorithm>
#include <utility>

namespace tapedeck::gateway {
namespace {

/// How often a session that is used by its cookie is written down as used.
constexpr std::chrono::hours touch_period{1};

/// Transactions of one process may be seen by another in another order than they were dated in.
constexpr std::chrono::seconds overlap{10};

constexpr std::int64_t most_ended = 10'000;

/// 72 random bits, short enough to be typed from another screen.
std::string make_setup_code() {
  const auto text = identity::make_opaque_token().text;
  return text.substr(0, 12);
}

std::unexpected<Error> slow_down(std::chrono::nanoseconds wait, std::string message) {
  const auto rounded = std::chrono::ceil<std::chrono::seconds>(wait);
  return fail_until(Errc::rate_limited, std::move(message), rounded);
}

std::unexpected<Error> wrong_login() {
  return fail(Errc::unauthenticated, "The name or the password is wrong.");
}

std::unexpected<Error> wrong_password() { return fail(Errc::forbidden, "The password is wrong."); }

std::unexpected<Error> not_any_more() {
  return fail(Errc::unauthenticated, "This session has ended; sign in again.");
}

/// Printable ASCII alone: what a browser calls itself is shown to its owner.
std::string device_name(std::string_view text) {
  constexpr std::size_t most_bytes = 128;
  std::string name(text.substr(0, most_bytes));
  for (auto& c : name)
    if (c < ' ' || c > '~') c = '?';
  return name;
}

// The password is compared before the transaction, which takes a while, and may be another by then:
// whoever has proven himself by the old one is nobody any more.

Result<std::vector<SessionId>> begin_proven(database::Connection& db, const NewSession& session,
                                            const std::string& proof) {
  auto holds = still_proves(db, session.user, proof);
  if (!holds) return failure(holds);
  if (!*holds) return wrong_login();
  return begin_session(db, session);
}

Result<std::vector<SessionId>> replace_password(database::Connection& db, const UserId& user,
                                                const std::string& proof, const std::string& hash,
                                                const std::optional<SessionId>& kept,
                                                const Instant& now) {
  auto holds = still_proves(db, user, proof);
  if (!holds) return failure(holds);
  if (!*holds) return wrong_password();
  auto set = set_password(db, user, hash);
  if (!set) return failure(set);
  return end_sessions(db, user, kept, now);
}

/// The same password by another hash; nothing when it is another password meanwhile.
Result<bool> replace_hash(database::Connection& db, const UserId& user, const std::string& proof,
                          const std::string& hash) {
  auto holds = still_proves(db, user, proof);
  if (!holds || !*holds) return holds;
  auto set = set_password(db, user, hash);
  if (!set) return failure(set);
  return true;
}

Result<std::vector<SessionId>> take_away(database::Connection& db, const UserId& user,
                                         const std::string& proof, const Instant& now) {
  auto holds = still_proves(db, user, proof);
  if (!holds) return failure(holds);
  if (!*holds) return wrong_password();
  const std::optional<SessionId> none;
  auto ended = end_sessions(db, user, none, now);
  if (!ended) return ended;
  auto gone = delete_user(db, user);
  if (!gone) return failure(gone);
  return ended;
}

/// The error names the field the client calls the new password by.
std::unexpected<Error> in_field(Error error, std::string_view field) {
  for (auto& broken : error.fields)
    broken.path = field;
  return std::unexpected(std::move(error));
}

}  // namespace

Accounts::Accounts(AccountParts parts, AccountRules rules, telemetry::Log log)
    : parts_(parts), rules_(rules), log_(log), registrations_(registration_pace) {}

Task<Result<std::optional<std::string>>> Accounts::open() {
  auto exists = co_await parts_.database.read(&admin_exists);
  if (!exists) co_return failure(exists);
  const bool wants_first = !*exists && rules_.registration != Registration::closed;
  if (wants_first) setup_code_ = make_setup_code();
  co_return setup_code_;
}

bool Accounts::is_setup_code(const std::optional<std::string>& shown) const {
  return setup_code_ && shown && identity::equal_in_constant_time(*setup_code_, *shown);
}

Task<Result<User>> Accounts::sign_up(Application application, Visitor visitor) {
  auto password = identity::Password::parse(std::move(application.password));
  if (!password) co_return failure(password);
  if (const auto wait = registrations_.take(visitor.key, parts_.clock.ticks()))
    co_return slow_down(*wait, "Too many accounts were made from here; try again later.");
  auto hash = co_await parts_.passwords.hash(std::move(*password));
  if (!hash) co_return failure(hash);

  NewUser account{UserId::make(), std::move(application.username), std::move(application.email),
                  std::move(*hash), parts_.clock.now()};
  const Registering who{rules_.registration, visitor.reach, is_setup_code(application.setup_code)};
  auto user = co_await parts_.database.write(&register_user, std::move(account), who);
  if (!user) co_return user;
  if (user->role == Role::admin) setup_code_.reset();
  log_.info("account made", {{"user", user->id.text()}, {"role", json::word_of(user->role)}});
  co_return user;
}

Task<Result<Admitted>> Accounts::log_in(std::string login, std::string password, std::string device,
                                        Visitor visitor) {
  auto found = co_await parts_.database.read(&find_login, login);
  if (!found) co_return failure(found);
  auto& stored = *found;
  const auto account = stored ? stored->user.id.text() : folded(login);
  if (const auto wait = throttle_.attempt(account, visitor.key, parts_.clock.ticks()))
    co_return slow_down(*wait, "Too many tries; wait a little.");

  std::optional<std::string> hash;
  if (stored) hash = stored->password_hash;
  auto right = co_await is_right(password, std::move(hash));
  if (!right) {
    throttle_.not_made(account, visitor.key);
    co_return failure(right);
  }
  if (!*right || !stored || !stored->is_active) {
    log_.info("log in refused", {{"address", visitor.address}});
    co_return wrong_login();
  }
  throttle_.succeeded(account, visitor.key);
  auto proof = stored->password_hash;
  auto admitted = co_await begin(std::move(*stored), std::move(device));
  if (admitted && parts_.passwords.is_outdated(proof))
    co_await hash_anew(admitted->user.id, std::move(proof), std::move(password));
  co_return admitted;
}

/// Only now is the password known. Who signs in is let in whatever becomes of it.
Task<void> Accounts::hash_anew(UserId user, std::string proof, std::string password) {
  auto parsed = identity::Password::parse(std::move(password));
  if (!parsed) co_return;
  auto hash = co_await parts_.passwords.hash(std::move(*parsed));
  auto replaced = Result<bool>(false);
  if (hash) {
    replaced =
        co_await parts_.database.write(&replace_hash, user, std::move(proof), std::move(*hash));
  } else {
    replaced = failure(hash);
  }
  if (!replaced) {
    log_.warning("password not hashed anew",
                 {{"user", user.text()}, {"why", replaced.error().message}});
  } else if (*replaced) {
    log_.info("password hashed anew", {{"user", user.text()}});
  }
}

/// A text that no password can be is compared with nothing: it is wrong for every account alike.
Task<Result<bool>> Accounts::is_right(std::string password, std::optional<std::string> hash) {
  auto parsed = identity::Password::parse(std::move(password));
  if (!parsed) co_return false;
  co_return co_await parts_.passwords.matches(std::move(*parsed), std::move(hash));
}

Task<Result<Admitted>> Accounts::begin(StoredUser stored, std::string device) {
  auto& user = stored.user;
  auto refresh = identity::make_opaque_token();
  auto cookie = identity::make_opaque_token();
  const auto now = parts_.clock.now();
  NewSession session{SessionId::make(),   user.id, std::move(refresh.hash),  std::move(cookie.hash),
                     device_name(device), now,     now + rules_.session_life};
  const auto id = session.id;
  auto ended = co_await parts_.database.write(&begin_proven, std::move(session),
                                              std::move(stored.password_hash));
  if (!ended) co_return failure(ended);
  revoke(*ended);
  auto access = parts_.tokens.issue(user.id, id, user.role == Role::admin);
  log_.info("signed in", {{"user", user.id.text()}});
  co_return Admitted{std::move(user), std::move(access), std::move(refresh.text),
                     std::move(cookie.text)};
}

Task<Result<Admitted>> Accounts::renew(std::string refresh_token) {
  auto next = identity::make_opaque_token();
  const auto now = parts_.clock.now();
  Renewal renewal{identity::hash_of_token(refresh_token), std::move(next.hash), now,
                  now + rules_.session_life};
  auto renewed = co_await parts_.database.write(&renew_session, std::move(renewal));
  if (!renewed) co_return failure(renewed);
  if (renewed->ended) {
    const std::vector<SessionId> ended(1, *renewed->ended);
    revoke(ended);
    log_.warning("a refresh token was used twice; its session has ended",
                 {{"session", renewed->ended->text()}});
  }
  if (!renewed->holder || !renewed->user) co_return not_any_more();

  auto& user = *renewed->user;
  auto access = parts_.tokens.issue(user.id, renewed->holder->session, user.role == Role::admin);
  co_return Admitted{std::move(user), std::move(access), std::move(next.text), std::nullopt};
}

Task<Result<User>> Accounts::account(UserId user) {
  auto found = co_await parts_.database.read(&find_user, user);
  if (!found) co_return failure(found);
  if (!*found || !(*found)->is_active) co_return not_any_more();
  co_return std::move((*found)->user);
}

Task<Result<StoredUser>> Accounts::confirm(UserId user, std::string password, Visitor visitor) {
  auto found = co_await parts_.database.read(&find_user, user);
  if (!found) co_return failure(found);
  if (!*found || !(*found)->is_active) co_return not_any_more();
  const auto account = user.text();
  if (const auto wait = throttle_.attempt(account, visitor.key, parts_.clock.ticks()))
    co_return slow_down(*wait, "Too many tries; wait a little.");
  auto hash = (*found)->password_hash;
  auto right = co_await is_right(std::move(password), std::move(hash));
  if (!right) {
    throttle_.not_made(account, visitor.key);
    co_return failure(right);
  }
  if (!*right) co_return wrong_password();
  throttle_.succeeded(account, visitor.key);
  co_return std::move(**found);
}

Task<Result<User>> Accounts::change(UserId user, AccountChange change, std::string password,
                                    Visitor visitor) {
  auto confirmed = co_await confirm(user, std::move(password), std::move(visitor));
  if (!confirmed) co_return failure(confirmed);
  co_return co_await parts_.database.write(&change_user, user, std::move(change));
}

Task<Result<void>> Accounts::change_password(UserId user, std::optional<SessionId> kept,
                                             std::string password, std::string next,
                                             Visitor visitor) {
  auto wanted = identity::Password::parse(std::move(next));
  if (!wanted) co_return in_field(std::move(wanted).error(), "/new_password");
  auto confirmed = co_await confirm(user, std::move(password), std::move(visitor));
  if (!confirmed) co_return failure(confirmed);
  auto hash = co_await parts_.passwords.hash(std::move(*wanted));
  if (!hash) co_return failure(hash);
  auto ended =
      co_await parts_.database.write(&replace_password, user, std::move(confirmed->password_hash),
                                     std::move(*hash), kept, parts_.clock.now());
  if (!ended) co_return failure(ended);
  revoke(*ended);
  log_.info("password changed", {{"user", user.text()}});
  co_return Result<void>();
}

Task<Result<void>> Accounts::leave(UserId user, std::string password, Visitor visitor) {
  auto confirmed = co_await confirm(user, std::move(password), std::move(visitor));
  if (!confirmed) co_return failure(confirmed);
  auto ended = co_await parts_.database.write(&take_away, user, std::move(confirmed->password_hash),
                                              parts_.clock.now());
  if (!ended) co_return failure(ended);
  revoke(*ended);
  log_.info("account deleted", {{"user", user.text()}});
  co_return Result<void>();
}

Task<Result<std::vector<SessionInfo>>> Accounts::sessions(UserId user) {
  co_return co_await parts_.database.read(&sessions_of, user, parts_.clock.now());
}

Task<Result<void>> Accounts::end_session(UserId user, SessionId session) {
  auto ended =
      co_await parts_.database.write(&gateway::end_session, user, session, parts_.clock.now());
  if (!ended) co_return ended;
  parts_.revocations.add(session, parts_.clock.now());
  co_return ended;
}

Task<Result<std::optional<Accounts::CookieHolder>>> Accounts::holder_of(std::string cookie) {
  const auto now = parts_.clock.now();
  auto found = co_await parts_.database.read(&find_cookie, identity::hash_of_token(cookie), now);
  if (!found) co_return failure(found);
  if (!*found) co_return std::nullopt;
  CookieHolder holder{**found};
  if (now - holder.holder.last_seen_at >= touch_period) {
    auto touched = co_await parts_.database.write(&touch_session, holder.holder.session, now,
                                                  now + rules_.session_life);
    // Who he is, is known; a disk that is full is no reason to shut him out.
    if (!touched) {
      log_.warning("a session was not noted as used", {{"reason", touched.error().detail}});
    }
    holder.prolonged = touched.has_value();
  }
  co_return holder;
}

Task<Result<void>> Accounts::learn_ended_sessions() {
  const auto now = parts_.clock.now();
  auto ended = co_await ended_sessions(learned_);
  if (!ended) co_return failure(ended);
  for (const auto& one : *ended)
    parts_.revocations.add(one.session, one.ended_at);
  learned_ = now;
  co_return Result<void>();
}

Task<Result<std::vector<Ended>>> Accounts::ended_sessions(std::optional<Instant> since) {
  auto from = parts_.clock.now() - runtime::Revocations::kept;
  if (since) from = std::max(from, *since - overlap);
  co_return co_await parts_.database.read(&ended_since, from, most_ended);
}

Task<Result<void>> Accounts::sweep() {
  const auto now = parts_.clock.now();
  const auto ended_before = now - runtime::Revocations::kept;
  co_return co_await parts_.database.write(&sweep_sessions, now, ended_before);
}

void Accounts::revoke(const std::vector<SessionId>& sessions) {
  for (const auto& session : sessions)
    parts_.revocations.add(session, parts_.clock.now());
}

}  // namespace tapedeck::gateway
