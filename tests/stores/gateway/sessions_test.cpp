#include "stores/gateway/accounts_database.hpp"

#include <algorithm>
#include <array>
#include <thread>
#include <vector>

using namespace std::chrono_literals;
using namespace tapedeck;
using namespace tapedeck::gateway;
using test::AccountsDatabase;

namespace {

constexpr auto begin_of_time = AccountsDatabase::start;

Renewal renewal(const std::string& shown, const std::string& next,
                Instant now = begin_of_time + 1min) {
  return {shown, next, now, now + 1h};
}

bool has_ended(AccountsDatabase& accounts, const SessionId& session) {
  const auto ended = ended_since(accounts.db(), begin_of_time, 100);
  REQUIRE(ended);
  return std::ranges::find(*ended, session, &Ended::session) != ended->end();
}

}  // namespace

STORE_TEST_CASE("a token renews its session once, and the next one renews it again") {
  AccountsDatabase accounts(database);
  const auto anna = accounts.user("anna", Role::admin);
  const auto session = accounts.session(anna, "one");
  const auto renewed = accounts.write(&renew_session, renewal("one", "two"));
  REQUIRE(renewed);
  REQUIRE(renewed->holder);
  REQUIRE(renewed->user);
  CHECK(renewed->user->id == anna.id);
  CHECK(renewed->holder->session == session.id);
  CHECK(renewed->holder->user == anna.id);
  CHECK(renewed->holder->role == Role::admin);
  CHECK_FALSE(renewed->ended);
  CHECK(accounts.write(&renew_session, renewal("two", "three"))->holder);
}

STORE_TEST_CASE("a token that was exchanged before ends its session, however long ago that was") {
  AccountsDatabase accounts(database);
  const auto anna = accounts.user("anna");
  const auto session = accounts.session(anna, "one");
  const auto other = accounts.session(anna, "elsewhere");
  CHECK(accounts.write(&renew_session, renewal("one", "two"))->holder);
  CHECK(accounts.write(&renew_session, renewal("two", "three"))->holder);

  const auto stolen = accounts.write(&renew_session, renewal("one", "four"));
  REQUIRE(stolen);
  CHECK_FALSE(stolen->holder);
  CHECK(stolen->ended == session.id);
  CHECK_FALSE(accounts.write(&renew_session, renewal("three", "five"))->holder);
  CHECK_FALSE(find_cookie(accounts.db(), "cookie of one", begin_of_time)->has_value());
  CHECK(has_ended(accounts, session.id));
  CHECK_FALSE(has_ended(accounts, other.id));
  CHECK(accounts.write(&renew_session, renewal("elsewhere", "six"))->holder);
}

STORE_TEST_CASE("of the tokens a session has exchanged the last thousand are remembered") {
  AccountsDatabase accounts(database);
  const auto anna = accounts.user("anna");
  const auto session = accounts.session(anna, "0");
  const int renewals = static_cast<int>(max_spent_tokens) + 10;
  for (int i = 0; i < renewals; ++i) {
    const auto shown = renewal(std::to_string(i), std::to_string(i + 1),
                               begin_of_time + std::chrono::milliseconds{i});
    const auto renewed = accounts.write(&renew_session, shown);
    REQUIRE(renewed);
    REQUIRE(renewed->holder);
  }
  const auto forgotten = accounts.write(&renew_session, renewal("0", "new"));
  REQUIRE(forgotten);
  CHECK_FALSE(forgotten->ended);
  const auto remembered = accounts.write(&renew_session, renewal("100", "new"));
  REQUIRE(remembered);
  CHECK(remembered->ended == session.id);
}

STORE_TEST_CASE("a token shown twice at once renews its session once") {
  AccountsDatabase accounts(database);
  const auto anna = accounts.user("anna");
  accounts.session(anna, "one");
  std::array<bool, 4> renewed{};
  std::vector<std::thread> clients;
  for (std::size_t i = 0; i < renewed.size(); ++i) {
    clients.emplace_back([&, i] {
      auto db = database.connect();
      const auto done =
          database::write(*db, &renew_session, renewal("one", "next " + std::to_string(i)));
      renewed[i] = done && done->holder;
    });
  }
  for (auto& client : clients)
    client.join();
  CHECK(std::ranges::count(renewed, true) == 1);
}

STORE_TEST_CASE("a token that nobody was given, or that is too old, renews nothing") {
  AccountsDatabase accounts(database);
  const auto anna = accounts.user("anna");
  accounts.session(anna, "one");
  const auto unknown = accounts.write(&renew_session, renewal("never", "next"));
  REQUIRE(unknown);
  CHECK_FALSE(unknown->holder);
  CHECK_FALSE(unknown->ended);
  CHECK_FALSE(accounts.write(&renew_session, renewal("one", "two", begin_of_time + 2h))->holder);
}

STORE_TEST_CASE("a cookie stands for its session until that runs out, and use prolongs it") {
  AccountsDatabase accounts(database);
  const auto anna = accounts.user("anna");
  const auto session = accounts.session(anna, "one");
  const std::string cookie = "cookie of one";
  auto& db = accounts.db();
  REQUIRE(find_cookie(db, cookie, begin_of_time + 59min)->has_value());
  CHECK_FALSE(find_cookie(db, cookie, begin_of_time + 60min)->has_value());
  CHECK(touch_session(db, session.id, begin_of_time + 30min, begin_of_time + 90min));
  const auto found = find_cookie(db, cookie, begin_of_time + 60min);
  REQUIRE(found->has_value());
  CHECK((*found)->session == session.id);
  CHECK((*found)->last_seen_at == begin_of_time + 30min);
}

STORE_TEST_CASE("an account ends its own sessions, and nobody else's") {
  AccountsDatabase accounts(database);
  const auto anna = accounts.user("anna");
  const auto ben = accounts.user("ben");
  const auto session = accounts.session(anna, "one");
  const auto now = begin_of_time + 1min;
  CHECK(accounts.write(&end_session, ben.id, session.id, now).error().code == Errc::not_found);
  CHECK(accounts.write(&end_session, anna.id, session.id, now));
  CHECK(accounts.write(&end_session, anna.id, session.id, now).error().code == Errc::not_found);
  CHECK(has_ended(accounts, session.id));
}

STORE_TEST_CASE("all sessions end but the one that is kept") {
  AccountsDatabase accounts(database);
  const auto anna = accounts.user("anna");
  const auto kept = accounts.session(anna, "kept");
  const auto other = accounts.session(anna, "other");
  const std::optional<SessionId> keep = kept.id;
  const auto ended = accounts.write(&end_sessions, anna.id, keep, begin_of_time + 1min);
  REQUIRE(ended);
  CHECK(*ended == std::vector<SessionId>(1, other.id));
  const auto left = sessions_of(accounts.db(), anna.id, begin_of_time + 1min);
  REQUIRE(left->size() == 1);
  CHECK(left->front().id == kept.id);
  CHECK(left->front().device == "a browser");
}

STORE_TEST_CASE("the session used least makes room for the twenty-first") {
  AccountsDatabase accounts(database);
  const auto anna = accounts.user("anna");
  const auto first = accounts.session(anna, "0");
  for (std::size_t i = 1; i < max_sessions; ++i)
    accounts.session(anna, std::to_string(i), begin_of_time + std::chrono::seconds{i});
  CHECK_FALSE(has_ended(accounts, first.id));
  accounts.session(anna, "one more", begin_of_time + 1min);
  CHECK(has_ended(accounts, first.id));
  CHECK(sessions_of(accounts.db(), anna.id, begin_of_time + 1min)->size() == max_sessions);
}

STORE_TEST_CASE("sessions that have run out are forgotten, with the tokens they had") {
  AccountsDatabase accounts(database);
  const auto anna = accounts.user("anna");
  accounts.session(anna, "one");
  CHECK(accounts.write(&renew_session, renewal("one", "two"))->holder);
  const auto ended = accounts.session(anna, "ended");
  CHECK(accounts.write(&end_session, anna.id, ended.id, begin_of_time + 1min));
  CHECK(accounts.write(&sweep_sessions, begin_of_time + 3h, begin_of_time + 2min));
  CHECK(sessions_of(accounts.db(), anna.id, begin_of_time)->empty());
  CHECK_FALSE(has_ended(accounts, ended.id));
  CHECK(accounts.db().value<std::int64_t>(
            {"test.count_spent", "select count(*) from spent_session_tokens"}) == 0);
}
