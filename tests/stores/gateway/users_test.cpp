#include "stores/gateway/accounts_database.hpp"

#include <array>
#include <thread>
#include <vector>

using namespace tapedeck;
using namespace tapedeck::gateway;
using test::AccountsDatabase;

namespace {

constexpr Registering at_this_machine{Registration::automatic, Reach::this_machine, false};

}  // namespace

STORE_TEST_CASE("the first who registers at the machine itself is the admin, the next is not") {
  AccountsDatabase accounts(database);
  CHECK(admin_exists(accounts.db()) == false);
  const auto anna = AccountsDatabase::account("anna", "anna@example.org");
  const auto first = accounts.write(&register_user, anna, at_this_machine);
  REQUIRE(first);
  CHECK(first->role == Role::admin);
  CHECK(admin_exists(accounts.db()) == true);
  const auto ben = AccountsDatabase::account("ben", "ben@example.org");
  const auto next = accounts.write(&register_user, ben, at_this_machine);
  REQUIRE(next);
  CHECK(next->role == Role::user);
}

STORE_TEST_CASE("of many who register first at once one is the admin") {
  AccountsDatabase accounts(database);
  constexpr std::size_t many = 8;
  std::vector<std::thread> people;
  std::array<Role, many> roles{};
  std::array<bool, many> let_in{};
  for (std::size_t i = 0; i < many; ++i) {
    people.emplace_back([&, i] {
      auto db = database.connect();
      const auto name = "user" + std::to_string(i);
      const auto account = AccountsDatabase::account(name, name + "@example.org");
      const auto made = database::write(*db, &register_user, account, at_this_machine);
      let_in[i] = made.has_value();
      if (made) roles[i] = made->role;
    });
  }
  for (auto& person : people)
    person.join();
  int admins = 0;
  for (std::size_t i = 0; i < many; ++i) {
    CAPTURE(i);
    CHECK(let_in[i]);
    if (roles[i] == Role::admin) ++admins;
  }
  CHECK(admins == 1);
}

STORE_TEST_CASE("who is not let in leaves no account behind") {
  AccountsDatabase accounts(database);
  const Registering from_afar{Registration::automatic, Reach::elsewhere, false};
  const auto anna = AccountsDatabase::account("anna", "anna@example.org");
  const auto refused = accounts.write(&register_user, anna, from_afar);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == Errc::forbidden);
  CHECK_FALSE(find_login(accounts.db(), "anna")->has_value());
}

STORE_TEST_CASE("a name or an address that is taken is refused, however it is written") {
  AccountsDatabase accounts(database);
  accounts.user("Anna");
  struct Case {
    std::string why, name, address;
  };
  const auto cases = std::to_array<Case>({{"the name", "Anna", "other@example.org"},
                                          {"in other letters", "aNNa", "other@example.org"},
                                          {"the address", "other", "Anna@example.org"},
                                          {"in other letters", "other", "ANNA@EXAMPLE.ORG"}});
  for (const auto& c : cases) {
    CAPTURE(c.why);
    const auto account = AccountsDatabase::account(c.name, c.address);
    const auto refused = accounts.write(&add_user, account, Role::user);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == Errc::conflict);
  }
}

STORE_TEST_CASE(
    "an account is found by its name or its address, in any case, and by nothing else") {
  AccountsDatabase accounts(database);
  const auto anna = accounts.user("Anna");
  for (const auto* login : {"Anna", "anna", "ANNA@example.org"}) {
    CAPTURE(login);
    const auto found = find_login(accounts.db(), login);
    REQUIRE(found);
    REQUIRE(found->has_value());
    CHECK((*found)->user.id == anna.id);
    CHECK((*found)->user.username.text() == "Anna");
    CHECK((*found)->password_hash == "$2b$12$hash of Anna");
  }
  for (const auto* login : {"", "ann", "anna%", "' or 1=1 --", "example.org"}) {
    CAPTURE(login);
    const auto found = find_login(accounts.db(), login);
    REQUIRE(found);
    CHECK_FALSE(found->has_value());
  }
}

STORE_TEST_CASE("an account keeps what its change leaves out, and takes no name of another") {
  AccountsDatabase accounts(database);
  const auto anna = accounts.user("anna");
  accounts.user("ben");
  AccountChange change{Username::parse("Anna").value(), std::nullopt};
  const auto changed = accounts.write(&change_user, anna.id, change);
  REQUIRE(changed);
  CHECK(changed->username.text() == "Anna");
  CHECK(changed->email.text() == "anna@example.org");
  change.username = Username::parse("BEN").value();
  CHECK(accounts.write(&change_user, anna.id, change).error().code == Errc::conflict);
  CHECK(accounts.write(&change_user, UserId::make(), change).error().code == Errc::not_found);
}

STORE_TEST_CASE("an account that is deleted takes its sessions along, and the only admin stays") {
  AccountsDatabase accounts(database);
  const auto anna = accounts.user("anna", Role::admin);
  const auto ben = accounts.user("ben");
  accounts.session(ben, "ben's token");
  CHECK(accounts.write(&delete_user, anna.id).error().code == Errc::conflict);
  CHECK(accounts.write(&delete_user, ben.id));
  CHECK_FALSE(find_user(accounts.db(), ben.id)->has_value());
  CHECK(sessions_of(accounts.db(), ben.id, AccountsDatabase::start)->empty());
  accounts.user("carla", Role::admin);
  CHECK(accounts.write(&delete_user, anna.id));
}

STORE_TEST_CASE("a password proves its owner until it is another one, or the account is gone") {
  AccountsDatabase accounts(database);
  const auto anna = accounts.user("anna");
  const std::string old = "$2b$12$hash of anna";
  const std::string next = "$2b$12$another";
  CHECK(*accounts.write(&still_proves, anna.id, old));
  CHECK_FALSE(*accounts.write(&still_proves, anna.id, next));
  REQUIRE(accounts.write(&set_password, anna.id, next));
  CHECK_FALSE(*accounts.write(&still_proves, anna.id, old));
  CHECK(*accounts.write(&still_proves, anna.id, next));
  accounts.user("ben", Role::admin);
  REQUIRE(accounts.write(&delete_user, anna.id));
  CHECK_FALSE(*accounts.write(&still_proves, anna.id, next));
}
