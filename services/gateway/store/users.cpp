#include "gateway/store/users.hpp"

#include <boost/describe.hpp>

#include <utility>

namespace tapedeck::gateway {
namespace {

using database::Connection;

/// A row of users.
struct UserRow {
  UserId id;
  Username username;
  MailAddress email;
  Role role;
  std::string storage_provider;
  Instant created_at;
  std::string password_hash;
  bool is_active;
};
BOOST_DESCRIBE_STRUCT(UserRow, (),
                      (id, username, email, role, storage_provider, created_at, password_hash,
                       is_active))

std::optional<StoredUser> stored(std::optional<UserRow> row) {
  if (!row) return std::nullopt;
  return StoredUser{User{row->id, std::move(row->username), std::move(row->email), row->role,
                         std::move(row->storage_provider), row->created_at},
                    std::move(row->password_hash), row->is_active};
}

/// Whether somebody other than `self` has the name. Errors: `conflict` when somebody has.
Result<void> name_is_free(Connection& db, const Username& name, const UserId& self) {
  auto taken = db.value<std::int64_t>(
      {"gateway.count_names",
       "select count(*) from users where lower(username) = :name and id <> :self"},
      folded(name.text()), self);
  if (!taken) return failure(taken);
  if (*taken > 0) return fail(Errc::conflict, "This name is taken; choose another.");
  return {};
}

Result<void> address_is_free(Connection& db, const MailAddress& address, const UserId& self) {
  auto taken = db.value<std::int64_t>(
      {"gateway.count_addresses",
       "select count(*) from users where lower(email) = :address and id <> :self"},
      folded(address.text()), self);
  if (!taken) return failure(taken);
  if (*taken > 0) return fail(Errc::conflict, "There is an account with this address already.");
  return {};
}

Result<User> insert(Connection& db, const NewUser& account, Role role) {
  auto free = name_is_free(db, account.username, account.id);
  if (free) free = address_is_free(db, account.email, account.id);
  if (!free) return failure(free);
  User user{account.id, account.username, account.email, role, "local", account.created_at};
  auto added =
      db.run({"gateway.add_user",
              "insert into users (id, username, email, password_hash, created_at, is_active, "
              "storage_provider, role) "
              "values (:id, :username, :email, :hash, :created, 1, :storage, :role)"},
             user.id, user.username, user.email, account.password_hash, user.created_at,
             user.storage_provider, user.role);
  if (!added) return failure(added);
  return user;
}

std::unexpected<Error> refuse(Admission admission) {
  if (admission == Admission::needs_setup_code) {
    return fail(Errc::forbidden,
                "The first account is made on the machine that Tapedeck runs on, or with the setup "
                "code it printed when it started.");
  }
  return fail(Errc::forbidden, "Accounts are made by an admin here; ask for one.");
}

std::unexpected<Error> no_account() { return fail(Errc::not_found, "There is no such account."); }

Result<std::int64_t> count_other_admins(Connection& db, const UserId& id) {
  return db.value<std::int64_t>(
      {"gateway.count_other_admins",
       "select count(*) from users where role = 'admin' and is_active = 1 and id <> :id"},
      id);
}

}  // namespace

Result<bool> admin_exists(Connection& db) {
  auto admins = db.value<std::int64_t>(
      {"gateway.count_admins", "select count(*) from users where role = 'admin'"});
  if (!admins) return failure(admins);
  return *admins > 0;
}

Result<User> register_user(Connection& db, const NewUser& account, const Registering& who) {
  auto exists = admin_exists(db);
  if (!exists) return failure(exists);
  const auto admission = admit(who, *exists);
  if (admission == Admission::admin) return insert(db, account, Role::admin);
  if (admission == Admission::member) return insert(db, account, Role::user);
  return refuse(admission);
}

Result<User> add_user(Connection& db, const NewUser& account, Role role) {
  return insert(db, account, role);
}

Result<std::optional<StoredUser>> find_login(Connection& db, const std::string& login) {
  // No name holds an @ and every address does, so at most one row is found.
  auto row = db.one<UserRow>(
      {"gateway.find_login",
       "select id, username, email, role, storage_provider, created_at, password_hash, is_active "
       "from users where lower(username) = :login or lower(email) = :login"},
      folded(login));
  if (!row) return failure(row);
  return stored(std::move(*row));
}

Result<std::optional<StoredUser>> find_user(Connection& db, const UserId& id) {
  auto row = db.one<UserRow>(
      {"gateway.find_user",
       "select id, username, email, role, storage_provider, created_at, password_hash, is_active "
       "from users where id = :id"},
      id);
  if (!row) return failure(row);
  return stored(std::move(*row));
}

Result<User> change_user(Connection& db, const UserId& id, const AccountChange& change) {
  auto found = find_user(db, id);
  if (!found) return failure(found);
  if (!*found) return no_account();
  auto user = std::move((*found)->user);
  if (change.username) user.username = *change.username;
  if (change.email) user.email = *change.email;
  auto free = name_is_free(db, user.username, id);
  if (free) free = address_is_free(db, user.email, id);
  if (!free) return failure(free);
  auto changed = db.run({"gateway.change_user",
                         "update users set username = :username, email = :email where id = :id"},
                        user.username, user.email, id);
  if (!changed) return failure(changed);
  return user;
}

Result<void> set_password(Connection& db, const UserId& id, const std::string& hash) {
  auto changed = db.run(
      {"gateway.set_password", "update users set password_hash = :hash where id = :id"}, hash, id);
  if (!changed) return failure(changed);
  if (*changed == 0) return no_account();
  return {};
}

Result<bool> still_proves(Connection& db, const UserId& id, const std::string& hash) {
  // An update locks the row on both engines, and looks again at one that it had to wait for.
  auto held = db.run({"gateway.hold_proof",
                      "update users set password_hash = :hash "
                      "where id = :id and is_active = 1 and password_hash = :hash"},
                     hash, id);
  if (!held) return failure(held);
  return *held > 0;
}

Result<void> delete_user(Connection& db, const UserId& id) {
  auto found = find_user(db, id);
  if (!found) return failure(found);
  if (!*found) return no_account();
  if ((*found)->user.role == Role::admin) {
    auto others = count_other_admins(db, id);
    if (!others) return failure(others);
    if (*others == 0)
      return fail(Errc::conflict, "You are the only admin; make another one admin first.");
  }
  auto gone = db.run({"gateway.delete_user", "delete from users where id = :id"}, id);
  if (!gone) return failure(gone);
  return {};
}

}  // namespace tapedeck::gateway
