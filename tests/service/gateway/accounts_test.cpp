#include "identity/password.hpp"
#include "service/gateway/household.hpp"

#include <doctest/doctest.h>

#include <array>
#include <string>
#include <thread>
#include <utility>
#include <vector>

using namespace tapedeck::test;

TEST_CASE("somebody registers, signs in, and is who he is") {
  Tapedeck tapedeck;
  REQUIRE(tapedeck.ready());
  const Household household(tapedeck);

  const auto made = household.sign_up("Anna");
  CHECK(made.status == 201);
  CHECK(member(made.body, "username") == "Anna");
  CHECK(member(made.body, "role") == "admin");
  CHECK_FALSE(made.body.contains("hash"));

  for (const std::string login : {"Anna", "anna", "ANNA@example.org"}) {
    CAPTURE(login);
    const auto entered = household.log_in(login);
    CHECK(entered.status == 200);
    CHECK(member(entered.body, "token_type") == "bearer");
    CHECK(member(entered.body, "expires_in") == "1800");
    CHECK(entered.headers.at("cache-control") == "no-store");
  }
  const auto keys = household.enter("anna");
  const auto me = household.get("/auth/me", {keys.bearer()});
  CHECK(me.status == 200);
  CHECK(member(me.body, "id") == keys.user);
  CHECK(household.get("/auth/me").status == 401);
  CHECK(household.get("/stats", {keys.bearer()}).body.contains("\"users\":1"));
}

TEST_CASE("what is wrong with a registration is said by field, and nobody is let in twice") {
  Tapedeck tapedeck;
  REQUIRE(tapedeck.ready());
  const Household household(tapedeck);
  const auto wrong = household.ask("POST", "/auth/register",
                                   R"({"username":"a b","email":"nowhere","password":"short"})");
  CHECK(wrong.status == 422);
  CHECK(wrong.body.contains(R"("path":"/username")"));
  CHECK(wrong.body.contains(R"("path":"/email")"));
  const auto short_one = household.ask("POST", "/auth/register",
                                       R"({"username":"anna","email":"a@b","password":"short"})");
  CHECK(short_one.status == 422);
  CHECK(short_one.body.contains(R"("path":"/password")"));
  CHECK(household.ask("POST", "/auth/register", "not json").status == 400);
  CHECK(fetch(household.url() + "/auth/register", {"Content-Type: text/plain"}, "POST", "{}")
            .status == 415);

  CHECK(household.sign_up("anna").status == 201);
  const auto again = household.sign_up("ANNA");
  CHECK(again.status == 409);
  CHECK(again.body.contains("urn:tapedeck:conflict"));
}

TEST_CASE("one address makes a household of accounts, and slips of the password cost none") {
  Tapedeck tapedeck;
  REQUIRE(tapedeck.ready());
  const Household household(tapedeck);
  for (int slip = 0; slip < 6; ++slip) {
    const auto answer =
        household.ask("POST", "/auth/register",
                      R"({"username":"eve","email":"e@example.org","password":"short"})");
    CHECK(answer.status == 422);
  }
  for (const auto* const name : {"anna", "ben", "cleo", "dora", "emil"}) {
    CAPTURE(name);
    CHECK(household.sign_up(name).status == 201);
  }
  const auto one_more = household.sign_up("eve");
  CHECK(one_more.status == 429);
  CHECK(one_more.headers.contains("retry-after"));
  CHECK(household.log_in("emil").status == 200);
}

TEST_CASE("nobody makes himself more than he is by what he sends") {
  Tapedeck tapedeck;
  REQUIRE(tapedeck.ready());
  const Household household(tapedeck);
  CHECK(household.sign_up("anna").status == 201);
  const auto made = household.sign_up(
      "ben", {},
      R"(,"role":"admin","is_admin":true,"id":"x","storage_provider":"s3","admin":true)");
  CHECK(made.status == 201);
  CHECK(member(made.body, "role") == "user");
  CHECK(member(made.body, "storage_provider") == "local");
  const auto keys = household.enter("ben");
  CHECK(household.ask("POST", "/browse/cache/clear", "{}", {keys.bearer()}).status == 403);
}

TEST_CASE("of two who register first at once one is the admin") {
  Tapedeck tapedeck;
  REQUIRE(tapedeck.ready());
  const Household household(tapedeck);
  std::array<Fetched, 2> answers;
  std::vector<std::thread> people;
  for (std::size_t i = 0; i < answers.size(); ++i) {
    people.emplace_back([&, i] { answers[i] = household.sign_up("user" + std::to_string(i)); });
  }
  for (auto& person : people)
    person.join();
  int admins = 0;
  for (const auto& answer : answers) {
    CAPTURE(answer.body);
    CHECK(answer.status == 201);
    if (member(answer.body, "role") == "admin") ++admins;
  }
  CHECK(admins == 1);
}

TEST_CASE("who seems to come by a proxy makes no first account, but with the setup code") {
  Tapedeck tapedeck;
  REQUIRE(tapedeck.ready());
  const Household household(tapedeck);
  for (const std::string header :
       {"X-Forwarded-For: 127.0.0.1", "Forwarded: for=127.0.0.1", "X-Real-IP: 127.0.0.1"}) {
    CAPTURE(header);
    const auto refused = household.sign_up("mallory", {header});
    CHECK(refused.status == 403);
    CHECK(refused.body.contains("setup code"));
  }
  // Printed before the port opens, on standard output; reading a line of the log reads on there.
  const auto& said = tapedeck.program().output();
  const std::string_view before = "the setup code ";
  const auto at = said.find(before);
  REQUIRE(at != std::string::npos);
  const auto code = said.substr(at + before.size(), 12);
  const auto proxy = std::string("X-Forwarded-For: 203.0.113.9");
  CHECK(household.sign_up("anna", {proxy}, R"(,"setup_code":"wrong")").status == 403);
  CHECK(household.sign_up("anna", {proxy}, R"(,"setup_code":")" + code + "\"").status == 201);
  CHECK_FALSE(tapedeck.program().errors().contains(code));
}

TEST_CASE("a first account is not made by a page that only calls itself this machine") {
  Tapedeck tapedeck;
  REQUIRE(tapedeck.ready());
  const Household household(tapedeck);
  CHECK(household.sign_up("mallory", {"Host: evil.example:8000"}).status == 403);
}

TEST_CASE("closed is closed, and an admin adds accounts by the program itself") {
  TapedeckOptions options;
  options.flags = {"--gateway.registration=closed"};
  Tapedeck tapedeck(options);
  REQUIRE(tapedeck.ready());
  const Household household(tapedeck);
  CHECK(household.sign_up("anna").status == 403);
  CHECK_FALSE(tapedeck.program().output().contains("setup code"));
}

TEST_CASE("a wrong password, and a name there is not, are refused alike") {
  Tapedeck tapedeck;
  REQUIRE(tapedeck.ready());
  const Household household(tapedeck);
  CHECK(household.sign_up("anna").status == 201);
  const auto wrong = household.log_in("anna", "not the password");
  const auto nobody = household.log_in("nobody", "not the password");
  CHECK(wrong.status == 401);
  CHECK(nobody.status == 401);
  CHECK(member(wrong.body, "detail") == member(nobody.body, "detail"));
  CHECK(household.log_in("anna", "").status == 401);
  CHECK(household.log_in("anna", std::string(5'000, 'x')).status == 401);
  CHECK_FALSE(tapedeck.program().errors().contains("not the password"));
}

TEST_CASE("a password that was hashed with less work is hashed anew when its owner signs in") {
  using tapedeck::identity::Password;
  const TestDatabase database(tapedeck::database::Dialect::sqlite);
  TapedeckOptions options;
  options.environment["DATABASE_URL"] = database.url().shown();
  Tapedeck tapedeck(options);
  REQUIRE(tapedeck.ready());
  const Household household(tapedeck);
  REQUIRE(household.sign_up("anna").status == 201);
  const auto db = database.connect();
  const auto kept = [&] {
    const auto hash = db->value<std::string>(
        {"test.hash", "select password_hash from users where username = 'anna'"});
    REQUIRE(hash);
    return *hash;
  };
  auto password = Password::parse(std::string(Household::password));
  REQUIRE(password);
  REQUIRE(db->run({"test.cheap", "update users set password_hash = :hash"},
                  tapedeck::identity::hash_password(std::move(*password), 6)));

  CHECK(household.log_in("anna", "another password").status == 401);
  CHECK(kept().starts_with("$2b$06$"));
  CHECK(household.log_in("anna").status == 200);
  const auto anew = kept();
  CHECK(anew.starts_with("$2b$12$"));
  CHECK(household.log_in("anna").status == 200);
  CHECK(kept() == anew);
}

TEST_CASE("guessing is slowed down, and the owner gets in from elsewhere") {
  TapedeckOptions options;
  options.flags = {"--gateway.proxies=127.0.0.1"};
  Tapedeck tapedeck(options);
  REQUIRE(tapedeck.ready());
  const Household household(tapedeck);
  CHECK(household.sign_up("anna").status == 201);
  const std::vector<std::string> from_afar{"X-Forwarded-For: 203.0.113.9"};
  // A busy machine may take longer over a guess than the first waits are, but not than the later.
  Fetched guess;
  int looked_at = 0;
  while (looked_at < 15) {
    guess = household.log_in("anna", "a wrong guess", from_afar);
    if (guess.status == 429) break;
    CHECK(guess.status == 401);
    ++looked_at;
  }
  CHECK(looked_at >= 5);
  CHECK(guess.status == 429);
  CHECK(guess.headers.contains("retry-after"));
  CHECK(household.log_in("anna").status == 200);
}

TEST_CASE("an account is changed, its password too, and at last deleted, by whoever has it") {
  Tapedeck tapedeck;
  REQUIRE(tapedeck.ready());
  const Household household(tapedeck);
  household.join("anna");
  const auto ben = household.join("ben");
  const auto elsewhere = household.enter("ben");

  const std::string proof = R"("password":"dark star 1972")";
  CHECK(household
            .ask("PATCH", "/auth/me", R"({"email":"ben@home.example","password":"wrong!!!"})",
                 {ben.bearer()})
            .status == 403);
  const auto changed = household.ask(
      "PATCH", "/auth/me", R"({"email":"ben@home.example",)" + proof + "}", {ben.bearer()});
  CHECK(changed.status == 200);
  CHECK(member(changed.body, "email") == "ben@home.example");
  CHECK(household.ask("PATCH", "/auth/me", R"({"username":"ANNA",)" + proof + "}", {ben.bearer()})
            .status == 409);

  const auto password =
      household.ask("POST", "/auth/password", "{" + proof + R"(,"new_password":"st stephen 1969"})",
                    {ben.bearer()});
  CHECK(password.status == 204);
  CHECK(household.get("/auth/me", {ben.bearer()}).status == 200);
  CHECK(household.get("/auth/me", {elsewhere.bearer()}).status == 401);
  CHECK(household.log_in("ben").status == 401);
  CHECK(household.log_in("ben", "st stephen 1969").status == 200);

  const std::string new_proof = R"({"password":"st stephen 1969"})";
  CHECK(household.ask("DELETE", "/auth/me", new_proof, {ben.bearer()}).status == 204);
  CHECK(household.get("/auth/me", {ben.bearer()}).status == 401);
  CHECK(household.log_in("ben", "st stephen 1969").status == 401);
}

TEST_CASE("the only admin stays") {
  Tapedeck tapedeck;
  REQUIRE(tapedeck.ready());
  const Household household(tapedeck);
  const auto anna = household.join("anna");
  const auto kept =
      household.ask("DELETE", "/auth/me", R"({"password":"dark star 1972"})", {anna.bearer()});
  CHECK(kept.status == 409);
  CHECK(kept.body.contains("only admin"));
}

TEST_CASE("who asks too fast is told to wait, strangers sooner than users") {
  TapedeckOptions options;
  options.environment["TAPEDECK_GATEWAY_USER_RATE"] = "4";
  options.environment["TAPEDECK_GATEWAY_ANONYMOUS_RATE"] = "2";
  Tapedeck tapedeck(options);
  REQUIRE(tapedeck.ready());
  const Household household(tapedeck);
  const auto asks_until_refused = [&](const std::vector<std::string>& headers) {
    for (int i = 0; i < 200; ++i) {
      const auto answer = household.get("/stats", headers);
      if (answer.status == 429) {
        CHECK(answer.headers.contains("retry-after"));
        return i;
      }
    }
    return 200;
  };
  const auto search = [&] { return household.get("/concerts").status; };
  int strangers = 0;
  while (strangers < 200 && search() != 429)
    ++strangers;
  CHECK(strangers >= 10);
  CHECK(strangers < 40);
  const int asked = asks_until_refused({Tapedeck::as_user()});
  CHECK(asked >= 20);
  CHECK(asked < 100);
  CHECK(household.get("/health").status == 200);  // never counted
}
