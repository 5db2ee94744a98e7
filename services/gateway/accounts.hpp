#pragma once

#include "async/clock.hpp"
#include "async/task.hpp"
#include "base/result.hpp"
#include "database/pool.hpp"
#include "gateway/core/buckets.hpp"
#include "gateway/core/login_throttle.hpp"
#include "gateway/core/registration.hpp"
#include "gateway/core/visitor.hpp"
#include "gateway/store/sessions.hpp"
#include "gateway/store/users.hpp"
#include "identity/access_token.hpp"
#include "identity/passwords.hpp"
#include "runtime/revocations.hpp"
#include "telemetry/log.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tapedeck::gateway {

/// What accounts stand on; all of it outlives them.
struct AccountParts {
  database::Pool& database;  ///< A durable one: what was promised survives a power cut.
  identity::Passwords& passwords;
  const identity::AccessTokens& tokens;
  runtime::Revocations& revocations;
  Clock& clock;
};

/// What an operator has decided of them.
struct AccountRules {
  Registration registration = Registration::automatic;
  std::chrono::milliseconds session_life{};
};

/// What somebody types who registers.
struct Application {
  Username username;
  MailAddress email;
  std::string password;
  std::optional<std::string> setup_code;
};

/// What somebody holds who has signed in, or renewed that.
struct Admitted {
  User user;
  identity::IssuedToken access;
  std::string refresh_token;
  std::optional<std::string> cookie;  ///< A renewal leaves it as it is.
};

/// What people do with their accounts: the rules of core, kept in the tables, with passwords that
/// are compared on threads of their own. Lives on the gateway's loop.
///
/// Errors of all: those of the tables, and `rate_limited` where a password is compared.
class Accounts {
 public:
  /// A household of four and a slip; then one more every twelve minutes, of one address.
  static constexpr Pace registration_pace{5, std::chrono::minutes{12}};

  Accounts(AccountParts parts, AccountRules rules, telemetry::Log log);

  /// Finds out whether there is an admin. Where there is none, and registering can make one, gives
  /// the code that lets somebody from another machine be the first. Call once, before the others.
  Task<Result<std::optional<std::string>>> open();

  /// Errors: `invalid`, `conflict`, `forbidden`, `rate_limited`.
  Task<Result<User>> sign_up(Application application, Visitor visitor);

  /// `login` is a name or an address. Errors: `unauthenticated`, the same and as late for an
  /// account there is not as for a wrong password; `rate_limited`. A password whose hash is not
  /// made as we make them now is hashed anew.
  Task<Result<Admitted>> log_in(std::string login, std::string password, std::string device,
                                Visitor visitor);

  /// Exchanges a refresh token for the next. Errors: `unauthenticated`.
  Task<Result<Admitted>> renew(std::string refresh_token);

  /// Errors: `unauthenticated` when the account is gone.
  Task<Result<User>> account(UserId user);

  /// Errors: `forbidden` for a wrong password, `conflict`.
  Task<Result<User>> change(UserId user, AccountChange change, std::string password,
                            Visitor visitor);

  /// Ends every session but `kept`. Errors: `forbidden` for a wrong password, `invalid`.
  Task<Result<void>> change_password(UserId user, std::optional<SessionId> kept,
                                     std::string password, std::string next, Visitor visitor);

  /// Takes the account away. Errors: `forbidden` for a wrong password, `conflict` for the only
  /// admin.
  Task<Result<void>> leave(UserId user, std::string password, Visitor visitor);

  Task<Result<std::vector<SessionInfo>>> sessions(UserId user);

  /// Errors: `not_found`.
  Task<Result<void>> end_session(UserId user, SessionId session);

  /// Who is signed in by a cookie, and whether this use of it made the session last longer, so that
  /// the browser is to be told. Nothing when nobody is.
  struct CookieHolder {
    SignedIn holder;
    bool prolonged = false;
  };
  Task<Result<std::optional<CookieHolder>>> holder_of(std::string cookie);

  /// Learns which sessions others have ended on the same database since it last looked, and at the
  /// first call which may still matter. Errors: the tables'.
  Task<Result<void>> learn_ended_sessions();

  /// Those that ended since, for the other services. At most 10,000, the newest.
  Task<Result<std::vector<Ended>>> ended_sessions(std::optional<Instant> since);

  /// Forgets sessions that have run out.
  Task<Result<void>> sweep();

  [[nodiscard]] Instant now() const { return parts_.clock.now(); }

  [[nodiscard]] std::chrono::milliseconds session_life() const noexcept {
    return rules_.session_life;
  }

 private:
  /// Compares the password of a user who is signed in. Errors: `forbidden`, `rate_limited`.
  Task<Result<StoredUser>> confirm(UserId user, std::string password, Visitor visitor);
  Task<Result<bool>> is_right(std::string password, std::optional<std::string> hash);
  Task<Result<Admitted>> begin(StoredUser stored, std::string device);
  Task<void> hash_anew(UserId user, std::string proof, std::string password);
  [[nodiscard]] bool is_setup_code(const std::optional<std::string>& shown) const;
  void revoke(const std::vector<SessionId>& sessions);

  AccountParts parts_;
  AccountRules rules_;
  telemetry::Log log_;
  LoginThrottle throttle_;
  Buckets registrations_;
  std::optional<std::string> setup_code_;
  std::optional<Instant> learned_;
};

}  // namespace tapedeck::gateway
