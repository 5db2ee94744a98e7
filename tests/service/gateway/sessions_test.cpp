#include "service/gateway/household.hpp"

#include <doctest/doctest.h>
#include <signal.h>

#include <array>
#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <vector>

using namespace std::chrono_literals;
using namespace tapedeck::test;

namespace {

std::string with_refresh(const Keys& keys) {
  return R"({"refresh_token":")" + keys.refresh_token + R"("})";
}

/// Asks until the answer has this status; how long that took, or nothing after five seconds and a
/// half. Each try waits for an answer, so this is no busy loop.
std::optional<std::chrono::milliseconds> time_until(const std::string& url,
                                                    const std::string& header, long status) {
  const auto began = std::chrono::steady_clock::now();
  for (;;) {
    const auto answer = fetch(url, {header});
    const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(
        std::chrono::steady_clock::now() - began);
    if (answer.status == status) return took;
    if (took > 5500ms) return std::nullopt;
  }
}

}  // namespace

TEST_CASE("a session is renewed by its refresh token, which holds once") {
  Tapedeck tapedeck;
  REQUIRE(tapedeck.ready());
  const Household household(tapedeck);
  const auto keys = household.join("anna");
  const auto renewed = household.ask("POST", "/auth/refresh", with_refresh(keys));
  CHECK(renewed.status == 200);
  const auto next = Household::keys_of(renewed);
  CHECK(next.refresh_token != keys.refresh_token);
  CHECK(next.user == keys.user);
  CHECK(household.get("/auth/me", {next.bearer()}).status == 200);
  CHECK(household.ask("POST", "/auth/refresh", R"({"refresh_token":"nonsense"})").status == 401);
}

TEST_CASE("a refresh token that is used twice ends its session, and only that") {
  Tapedeck tapedeck;
  REQUIRE(tapedeck.ready());
  const Household household(tapedeck);
  const auto stolen = household.join("anna");
  const auto other = household.enter("anna");
  const auto thief =
      Household::keys_of(household.ask("POST", "/auth/refresh", with_refresh(stolen)));
  CHECK(household.get("/auth/me", {thief.bearer()}).status == 200);

  CHECK(household.ask("POST", "/auth/refresh", with_refresh(stolen)).status == 401);
  CHECK(household.get("/auth/me", {thief.bearer()}).status == 401);
  CHECK(household.get("/auth/me", {stolen.bearer()}).status == 401);
  CHECK(household.get("/auth/me", household.our_page(stolen)).status == 401);
  CHECK(household.ask("POST", "/auth/refresh", with_refresh(thief)).status == 401);
  CHECK(household.get("/auth/me", {other.bearer()}).status == 200);
}

TEST_CASE("whoever logs out is out, on every port, at once") {
  Tapedeck tapedeck;
  REQUIRE(tapedeck.ready());
  const Household household(tapedeck);
  const auto keys = household.join("anna");
  for (const std::string box : {"gateway", "browse", "download", "aggregation"}) {
    CAPTURE(box);
    CHECK(fetch(tapedeck.url(box) + "/stats", {keys.bearer()}).status == 200);
  }
  const auto out = household.ask("POST", "/auth/logout", {}, {keys.bearer()});
  CHECK(out.status == 204);
  CHECK(out.headers.at("set-cookie").contains("Max-Age=0"));
  for (const std::string box : {"gateway", "browse", "download", "aggregation"}) {
    CAPTURE(box);
    CHECK(fetch(tapedeck.url(box) + "/stats", {keys.bearer()}).status == 401);
  }
  CHECK(household.get("/auth/me", {keys.cookie}).status == 401);
  CHECK(household.ask("POST", "/auth/refresh", with_refresh(keys)).status == 401);
}

TEST_CASE("a session that was ended stays so over a restart") {
  const ScratchFolder folder;
  const auto database = "sqlite:///" + (folder.path() / "kept.db").string();
  TapedeckOptions options;
  options.environment["DATABASE_URL"] = database;
  Keys keys;
  {
    Tapedeck tapedeck(options);
    REQUIRE(tapedeck.ready());
    const Household household(tapedeck);
    keys = household.join("anna");
    CHECK(household.ask("POST", "/auth/logout", {}, {keys.bearer()}).status == 204);
  }
  Tapedeck tapedeck(options);
  REQUIRE(tapedeck.ready());
  CHECK(Household(tapedeck).get("/auth/me", {keys.bearer()}).status == 401);
}

TEST_CASE("in four processes a session that was ended is over within five seconds") {
  const ScratchFolder folder;
  const auto database = "sqlite:///" + (folder.path() / "shared.db").string();
  TapedeckOptions of_gateway;
  of_gateway.only = {"gateway"};
  of_gateway.environment["DATABASE_URL"] = database;
  Tapedeck gateway(of_gateway);
  REQUIRE(gateway.ready());
  const Household household(gateway);

  TapedeckOptions of_others;
  of_others.environment["DATABASE_URL"] = database;
  of_others.environment["TAPEDECK_GATEWAY_URL"] = gateway.url("gateway");
  of_others.only = {"browse"};
  Tapedeck browse(of_others);
  of_others.only = {"download"};
  Tapedeck download(of_others);
  of_others.only = {"aggregation"};
  Tapedeck aggregation(of_others);
  const std::map<std::string, Tapedeck*> boxes{
      {"browse", &browse}, {"download", &download}, {"aggregation", &aggregation}};
  for (const auto& [name, process] : boxes)
    REQUIRE(process->ready());

  const auto keys = household.join("anna");
  for (const auto& [name, process] : boxes) {
    CAPTURE(name);
    CHECK(fetch(process->url(name) + "/stats", {keys.bearer()}).status == 200);
  }
  CHECK(household.ask("POST", "/auth/logout", {}, {keys.bearer()}).status == 204);
  for (const auto& [name, process] : boxes) {
    CAPTURE(name);
    const auto took = time_until(process->url(name) + "/stats", keys.bearer(), 401);
    REQUIRE(took);
    CHECK(*took < 5s);
  }
}

TEST_CASE("an account sees where it is signed in, and ends what it does not know") {
  Tapedeck tapedeck;
  REQUIRE(tapedeck.ready());
  const Household household(tapedeck);
  const auto anna = household.join("anna");
  const auto ben = household.join("ben");
  const auto phone = Household::keys_of(
      household.log_in("anna", Household::password, {"User-Agent: a phone <script>\xff"}));

  const auto listed = household.get("/auth/sessions", {anna.bearer()});
  CHECK(listed.status == 200);
  CHECK(listed.body.contains("a phone <script>?"));
  const auto at = listed.body.find(R"("device":"a phone)");
  const auto id = listed.body.substr(listed.body.rfind(R"("id":")", at) + 6, 36);

  CHECK(household.ask("DELETE", "/auth/sessions/" + id, {}, {ben.bearer()}).status == 404);
  CHECK(household.ask("DELETE", "/auth/sessions/nonsense", {}, {anna.bearer()}).status == 404);
  CHECK(household.get("/auth/me", {phone.bearer()}).status == 200);
  CHECK(household.ask("DELETE", "/auth/sessions/" + id, {}, {anna.bearer()}).status == 204);
  CHECK(household.get("/auth/me", {phone.bearer()}).status == 401);
  CHECK(household.get("/auth/me", {anna.bearer()}).status == 200);
}

TEST_CASE("a browser is signed in by a cookie that no script reads") {
  Tapedeck tapedeck;
  REQUIRE(tapedeck.ready());
  const Household household(tapedeck);
  const auto keys = household.join("anna");
  const auto cookie = household.log_in("anna").headers.at("set-cookie");
  CHECK(cookie.starts_with("tapedeck="));
  for (const auto* word : {"HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=2592000"}) {
    CAPTURE(word);
    CHECK(cookie.contains(word));
  }
  CHECK_FALSE(cookie.contains("Secure"));
  CHECK(member(household.get("/auth/me", {keys.cookie}).body, "id") == keys.user);
  CHECK(household.get("/stats", {keys.cookie + "; other=1"}).status == 200);
}

TEST_CASE("over TLS the cookie is one that nobody else can set, if a trusted proxy says so") {
  TapedeckOptions options;
  options.flags = {"--gateway.proxies=127.0.0.1"};
  Tapedeck tapedeck(options);
  REQUIRE(tapedeck.ready());
  const Household household(tapedeck);
  household.join("anna");
  const std::vector<std::string> by_tls{"X-Forwarded-For: 192.168.1.7", "X-Forwarded-Proto: https"};
  const auto cookie =
      household.log_in("anna", Household::password, by_tls).headers.at("set-cookie");
  CHECK(cookie.starts_with("__Host-tapedeck="));
  CHECK(cookie.contains("; Secure"));
  const auto shown = "Cookie: " + cookie.substr(0, cookie.find(';'));
  CHECK(household.get("/auth/me", {shown, by_tls[0], by_tls[1]}).status == 200);
  CHECK(household.get("/auth/me", {shown}).status == 401);

  Tapedeck untold;
  REQUIRE(untold.ready());
  const Household behind_a_proxy_nobody_named(untold);
  behind_a_proxy_nobody_named.join("anna");
  CHECK(behind_a_proxy_nobody_named.log_in("anna", Household::password, by_tls)
            .headers.at("set-cookie")
            .starts_with("tapedeck="));
}

TEST_CASE("a cookie changes nothing unless a page of ours asks") {
  Tapedeck tapedeck;
  REQUIRE(tapedeck.ready());
  const Household household(tapedeck);
  const auto keys = household.join("anna");
  struct Case {
    std::string why;
    std::vector<std::string> headers;
    long expected;
  };
  const auto cases = std::to_array<Case>({
      {"our page", {"Origin: " + household.url()}, 200},
      {"our page, as the browser says", {"Sec-Fetch-Site: same-origin"}, 200},
      {"nobody says anything", {}, 403},
      {"another site", {"Origin: http://evil.example"}, 403},
      {"another port", {"Origin: http://127.0.0.1:1"}, 403},
      {"a sandbox", {"Origin: null"}, 403},
      {"another site, as the browser says", {"Sec-Fetch-Site: cross-site"}, 403},
      {"a sibling, as the browser says", {"Sec-Fetch-Site: same-site"}, 403},
  });
  for (const auto& c : cases) {
    CAPTURE(c.why);
    auto headers = c.headers;
    headers.push_back(keys.cookie);
    CHECK(household.ask("POST", "/auth/ws-ticket", {}, headers).status == c.expected);
    CHECK(household.get("/auth/me", headers).status == 200);
  }
}

TEST_CASE("who says who he is in two ways is not believed in either") {
  Tapedeck tapedeck;
  REQUIRE(tapedeck.ready());
  const Household household(tapedeck);
  const auto keys = household.join("anna");
  const auto both = household.get("/auth/me", {keys.cookie, keys.bearer()});
  CHECK(both.status == 400);
  CHECK(both.body.contains("one way"));
}

TEST_CASE("a cookie that stands for nobody leaves a stranger a stranger") {
  Tapedeck tapedeck;
  REQUIRE(tapedeck.ready());
  const Household household(tapedeck);
  const auto made_up = "Cookie: tapedeck=" + std::string(43, 'x');
  CHECK(household.get("/auth/me", {made_up}).status == 401);
  CHECK(household.get("/health", {made_up}).status == 200);
  household.sign_up("anna");
  CHECK(household.log_in("anna", Household::password, {made_up, "Origin: " + household.url()})
            .status == 200);
}

TEST_CASE("what was signed in over plain HTTP and by whom is nowhere in the log") {
  Tapedeck tapedeck;
  REQUIRE(tapedeck.ready());
  const Household household(tapedeck);
  const auto keys = household.join("anna");
  household.get("/auth/me", {keys.cookie});
  household.ask("POST", "/auth/refresh", with_refresh(keys));
  tapedeck.program().signal(SIGTERM);
  CHECK(tapedeck.program().wait() == 0);
  const auto& log = tapedeck.program().errors();
  for (const auto& secret : {keys.access_token, keys.refresh_token, keys.cookie.substr(17),
                             std::string(Household::password), std::string("anna@example.org")}) {
    CAPTURE(secret);
    CHECK_FALSE(log.contains(secret));
  }
}
