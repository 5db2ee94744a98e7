#pragma once

#include "database/migration.hpp"
#include "database/transaction.hpp"
#include "gateway/migrations.hpp"
#include "gateway/store/sessions.hpp"
#include "gateway/store/users.hpp"
#include "support/databases.hpp"

#include <doctest/doctest.h>

#include <memory>
#include <string>

namespace tapedeck::test {

/// A database with the gateway's tables, and a connection to it.
class AccountsDatabase {
 public:
  explicit AccountsDatabase(const TestDatabase& database) {
    const SystemClock clock;
    database::NoMigrationObserver nobody;
    const auto service = gateway::migrations();
    REQUIRE(database::migrate(database.url(), std::span(&service, 1), {.program_version = "0.1.0"},
                              clock, nobody));
    db_ = database.connect();
  }

  [[nodiscard]] database::Connection& db() noexcept { return *db_; }

  /// Calls a store's function in a transaction, as the pool does.
  template <class F, class... A>
  auto write(const F& function, const A&... arguments) {
    return database::write(*db_, function, arguments...);
  }

  /// An account that is there.
  gateway::User user(const std::string& name, gateway::Role role = gateway::Role::user) {
    auto made = write(&gateway::add_user, account(name, name + "@example.org"), role);
    REQUIRE(made);
    return *made;
  }

  /// An account that is not there yet.
  static gateway::NewUser account(const std::string& name, const std::string& address) {
    auto username = gateway::Username::parse(name);
    auto email = gateway::MailAddress::parse(address);
    REQUIRE(username);
    REQUIRE(email);
    return {UserId::make(), *username, *email, "$2b$12$hash of " + name, start};
  }

  /// A session that begins at `now` and lasts an hour; its tokens are `<token>` and
  /// `cookie of <token>`.
  gateway::NewSession session(const gateway::User& user, const std::string& token,
                              Instant now = start) {
    gateway::NewSession made{SessionId::make(),          user.id,     token,
                             "cookie of " + token,       "a browser", now,
                             now + std::chrono::hours{1}};
    REQUIRE(write(&gateway::begin_session, made));
    return made;
  }

  static constexpr Instant start{std::chrono::hours{24 * 365 * 7}};

 private:
  std::unique_ptr<database::Connection> db_;
};

}  // namespace tapedeck::test
