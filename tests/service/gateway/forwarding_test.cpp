#include "service/gateway/household.hpp"
#include "support/loopback_server.hpp"
#include "support/raw_client.hpp"

#include <doctest/doctest.h>
#include <signal.h>

#include <chrono>
#include <mutex>
#include <string>
#include <vector>

using namespace std::chrono_literals;
using namespace tapedeck::test;

namespace {

/// Another service, played: it keeps what it was asked and gives one answer.
class PlayedOwner {
 public:
  explicit PlayedOwner(std::string body) : body_(std::move(body)) {}

  [[nodiscard]] std::string url() const {
    return "http://127.0.0.1:" + std::to_string(server_.port());
  }

  /// The head of the last request that was none about health.
  [[nodiscard]] std::string asked() {
    const std::lock_guard lock(mutex_);
    return asked_;
  }

 private:
  void serve(LoopbackPeer& peer) {
    const auto head = peer.read_head();
    if (head.empty()) return;
    if (!head.contains("/health")) {
      const std::lock_guard lock(mutex_);
      asked_ = head;
    }
    peer.send(
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n"
        "Content-Length: " +
        std::to_string(body_.size()) + "\r\n\r\n" + body_);
    peer.end_sending();
    peer.wait_until_closed();
  }

  std::string body_;
  std::mutex mutex_;
  std::string asked_;
  LoopbackServer server_{[this](LoopbackPeer& peer) { serve(peer); }};
};

/// Whether /stats comes to count so many searches; each look is an answer of the gateway.
bool counts_searches(const Household& household, const Keys& keys, int searches) {
  const auto until = std::chrono::steady_clock::now() + 10s;
  const auto expected = "\"searches\":" + std::to_string(searches);
  while (std::chrono::steady_clock::now() < until) {
    if (household.get("/stats", {keys.bearer()}).body.contains(expected)) return true;
  }
  return false;
}

/// The gateway alone, with every other service played by `owner`.
TapedeckOptions gateway_before(const PlayedOwner& owner) {
  TapedeckOptions options;
  options.only = {"gateway"};
  for (const auto* name : {"BROWSE", "DOWNLOAD", "AGGREGATION"})
    options.environment[std::string(name) + "_SERVICE_URL"] = owner.url();
  return options;
}

}  // namespace

TEST_CASE("the seed's names for music are passed on under the owner's") {
  PlayedOwner owner(R"({"total":2,"results":[]})");
  Tapedeck tapedeck(gateway_before(owner));
  REQUIRE(tapedeck.ready());
  const Household household(tapedeck);
  struct Case {
    std::string here, there;
  };
  const std::vector<Case> cases{
      {"/music/search?q=5%2F8%2F77&year=1977", "GET /browse/search?q=5%2F8%2F77&year=1977 "},
      {"/music/items/gd1977-05-08.x", "GET /browse/items/gd1977-05-08.x "},
      {"/music/directory/gd1977-05-08.x", "GET /browse/directory/gd1977-05-08.x "},
      {"/browse/items/gd1977-05-08.x", "GET /browse/items/gd1977-05-08.x "},
      {"/concerts/search?q=dew", "GET /concerts/search?q=dew "},
  };
  for (const auto& c : cases) {
    CAPTURE(c.here);
    const auto answer = household.get(c.here, {"X-Request-Id: passed-on-by-tests"});
    CHECK(answer.status == 200);
    CHECK(answer.body == R"({"total":2,"results":[]})");
    CHECK(owner.asked().starts_with(c.there));
    CHECK(owner.asked().contains("X-Request-Id: passed-on-by-tests\r\n"));
  }
}

TEST_CASE("a user's token goes along as it is, and a browser's cookie as a token") {
  PlayedOwner owner("[]");
  Tapedeck tapedeck(gateway_before(owner));
  REQUIRE(tapedeck.ready());
  const Household household(tapedeck);
  const auto keys = household.join("anna");
  CHECK(household.get("/downloads", {keys.bearer()}).status == 200);
  CHECK(owner.asked().contains(keys.bearer() + "\r\n"));

  CHECK(household.get("/downloads", {keys.cookie + "; other=1"}).status == 200);
  CHECK(owner.asked().contains("Authorization: Bearer ey"));
  CHECK_FALSE(owner.asked().contains("Cookie"));

  // A stranger's cookies are nobody's business either.
  CHECK(household.get("/concerts", {"Cookie: other=1"}).status == 200);
  CHECK_FALSE(owner.asked().contains("Cookie"));
  CHECK_FALSE(owner.asked().contains("Authorization"));
}

TEST_CASE("what asks for a token is not passed on without one") {
  PlayedOwner owner("[]");
  Tapedeck tapedeck(gateway_before(owner));
  REQUIRE(tapedeck.ready());
  const Household household(tapedeck);
  for (const std::string path :
       {"/downloads", "/tracks/x/stream", "/recordings/x/files/d1/t01.flac/stream"}) {
    CAPTURE(path);
    CHECK(household.get(path).status == 401);
    CHECK(owner.asked().empty());
  }
  CHECK(household.ask("POST", "/downloads", "{}").status == 401);
}

TEST_CASE("the name of a file keeps its folders and its escapes on the way") {
  PlayedOwner owner("music");
  Tapedeck tapedeck(gateway_before(owner));
  REQUIRE(tapedeck.ready());
  const Household household(tapedeck);
  CHECK(household
            .get("/recordings/gd77/files/disc%201/t01%20%23.flac/stream",
                 {Tapedeck::as_user(), "Range: bytes=0-99"})
            .status == 200);
  CHECK(owner.asked().starts_with("GET /recordings/gd77/files/disc%201/t01%20%23.flac/stream "));
  CHECK(owner.asked().contains("Range: bytes=0-99\r\n"));
}

TEST_CASE("a search of somebody who is signed in is remembered, once a search, and no stranger's") {
  PlayedOwner owner(R"({"total":42,"results":[]})");
  Tapedeck tapedeck(gateway_before(owner));
  REQUIRE(tapedeck.ready());
  const Household household(tapedeck);
  const auto keys = household.join("anna");
  household.get("/music/search?q=stranger");
  household.get("/music/search?q=dew", {keys.bearer()});
  household.get("/music/search?q=dew&page=2", {keys.bearer()});
  household.get("/music/search", {keys.bearer()});
  household.get("/music/items/gd77", {keys.bearer()});
  household.get("/concerts/search?q=dew", {keys.cookie});
  CHECK(counts_searches(household, keys, 2));
}

TEST_CASE("a search with a large answer is remembered as well, and the answer comes whole") {
  const auto large = R"({"total":42,"results":[")" + std::string(1'500'000, 'x') + R"("]})";
  PlayedOwner owner(large);
  Tapedeck tapedeck(gateway_before(owner));
  REQUIRE(tapedeck.ready());
  const Household household(tapedeck);
  const auto keys = household.join("anna");
  CHECK(household.get("/music/search?q=dew", {keys.bearer()}).body == large);
  CHECK(counts_searches(household, keys, 1));
}

TEST_CASE("one user has so much music open at once, and another's plays on") {
  PlayedOwner owner(std::string(8 * 1024 * 1024, 'x'));
  Tapedeck tapedeck(gateway_before(owner));
  REQUIRE(tapedeck.ready());
  const Household household(tapedeck);
  const auto anna = household.join("anna").bearer();
  const auto ben = Tapedeck::as_user();
  const auto& url = household.url();
  const auto port = static_cast<std::uint16_t>(std::stoi(url.substr(url.rfind(':') + 1)));
  std::vector<RawClient> listening;
  for (int i = 0; i < 64; ++i) {
    listening.emplace_back(port, 4096);
    listening.back().send("GET /tracks/x/stream HTTP/1.1\r\nHost: x\r\n" + anna + "\r\n\r\n");
    REQUIRE(listening.back().bytes(15) == "HTTP/1.1 200 OK");
  }
  const auto refused = household.get("/tracks/x/stream", {anna});
  CHECK(refused.status == 429);
  CHECK(refused.headers.contains("retry-after"));
  CHECK(household.get("/downloads", {anna}).status == 200);
  CHECK(household.get("/tracks/x/stream", {ben}).status == 200);

  listening.clear();
  const auto until = std::chrono::steady_clock::now() + 10s;
  long status = 429;
  while (status == 429 && std::chrono::steady_clock::now() < until)
    status = household.get("/tracks/x/stream", {anna}).status;
  CHECK(status == 200);
}

TEST_CASE("whoever wants no history has none") {
  PlayedOwner owner(R"({"total":42,"results":[]})");
  auto options = gateway_before(owner);
  options.flags = {"--gateway.history_kept=0s"};
  Tapedeck tapedeck(options);
  REQUIRE(tapedeck.ready());
  const Household household(tapedeck);
  const auto keys = household.join("anna");
  household.get("/music/search?q=dew", {keys.bearer()});
  tapedeck.program().signal(SIGTERM);  // what waits is written before it ends
  CHECK(tapedeck.program().wait() == 0);
  CHECK_FALSE(tapedeck.program().errors().contains("searches were not"));
  tapedeck.start_again();
  REQUIRE(tapedeck.ready());
  const Household again(tapedeck);
  CHECK(again.get("/stats", {keys.bearer()}).body.contains("\"searches\":0"));
}

TEST_CASE("an owner that is away is 503, and says when to come again") {
  TapedeckOptions options;
  options.only = {"gateway"};
  for (const auto* name : {"BROWSE", "DOWNLOAD", "AGGREGATION"})
    options.environment[std::string(name) + "_SERVICE_URL"] = "http://127.0.0.1:1";
  Tapedeck tapedeck(options);
  REQUIRE(tapedeck.ready());
  const Household household(tapedeck);
  for (const std::string path : {"/music/search?q=dew", "/concerts", "/browse/cache/stats"}) {
    CAPTURE(path);
    const auto away = household.get(path);
    CHECK(away.status == 503);
    CHECK(away.headers.contains("retry-after"));
  }
}
