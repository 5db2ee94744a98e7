#pragma once

#include "base/result.hpp"
#include "database/connection.hpp"
#include "gateway/core/account.hpp"
#include "gateway/core/registration.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace tapedeck::gateway {

// Plain functions over one connection: they block, so they run on a database's pool. What is called
// "in a transaction" is given to Pool::write.

/// An account and what proves its owner.
struct StoredUser {
  User user;
  std::string password_hash;
  bool is_active = true;  ///< An account that is not cannot be used, and keeps its name.
};

/// An account about to be made.
struct NewUser {
  UserId id;
  Username username;
  MailAddress email;
  std::string password_hash;
  Instant created_at{};
};

/// Whether there is an admin already.
Result<bool> admin_exists(database::Connection& db);

/// Makes the account if admit() lets it in, as an admin if it is the first. In a transaction.
/// Errors: `conflict` when name or address is taken; `forbidden`, with what is needed.
Result<User> register_user(database::Connection& db, const NewUser& account,
                           const Registering& who);

/// Makes the account whoever asks; for an operator. In a transaction. Errors: `conflict`.
Result<User> add_user(database::Connection& db, const NewUser& account, Role role);

/// The account of that name or address, however it is written; nothing when there is none.
Result<std::optional<StoredUser>> find_login(database::Connection& db, const std::string& login);

/// The account; nothing when there is none.
Result<std::optional<StoredUser>> find_user(database::Connection& db, const UserId& id);

/// What an owner changes of his account; nothing keeps what there is.
struct AccountChange {
  std::optional<Username> username;
  std::optional<MailAddress> email;
};

/// Changes it. In a transaction. Errors: `conflict`; `not_found`.
Result<User> change_user(database::Connection& db, const UserId& id, const AccountChange& change);

/// Keeps another hash. Errors: `not_found`.
Result<void> set_password(database::Connection& db, const UserId& id, const std::string& hash);

/// Whether `hash` is still what proves the account's owner, and the account may be used. In a
/// transaction, to whose end the answer holds.
Result<bool> still_proves(database::Connection& db, const UserId& id, const std::string& hash);

/// Takes the account away, and with it its sessions and searches. In a transaction. Errors:
/// `conflict` when it is the only admin's; `not_found`.
Result<void> delete_user(database::Connection& db, const UserId& id);

}  // namespace tapedeck::gateway
