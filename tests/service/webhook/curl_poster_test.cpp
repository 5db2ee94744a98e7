#include "download/webhook/curl_poster.hpp"

#include "async/await.hpp"
#include "async/loop.hpp"
#include "support/loopback_server.hpp"

#include <doctest/doctest.h>

#include <array>
#include <atomic>
#include <chrono>
#include <future>
#include <mutex>
#include <string>

using namespace tapedeck;
using namespace std::chrono_literals;
using download::CurlPoster;
using download::Letter;
using test::LoopbackPeer;
using test::LoopbackServer;

namespace {

/// Reads one POST whole.
std::string read_post(LoopbackPeer& peer) {
  auto text = peer.read_head();
  constexpr std::string_view name = "Content-Length: ";
  const auto at = text.find(name);
  if (at == std::string::npos) return text;
  return text + peer.read(std::stoul(text.substr(at + name.size())));
}

/// Answers each connection's one POST so.
LoopbackServer::Script answers(std::string status_and_headers) {
  return [text = std::move(status_and_headers)](LoopbackPeer& peer) {
    read_post(peer);
    peer.send("HTTP/1.1 " + text + "Content-Length: 0\r\nConnection: close\r\n\r\n");
    peer.wait_until_closed();
  };
}

std::string address_of(const LoopbackServer& server) {
  return "http://127.0.0.1:" + std::to_string(server.port()) + "/tapes";
}

Result<void> post_to(CurlPoster::Settings settings, Letter letter = {.headers = {}, .body = "x"}) {
  async::LoopThread home("home");
  CurlPoster poster(std::move(settings));
  return async::await(home.executor(), poster.post(std::move(letter)));
}

}  // namespace

TEST_CASE("a message is posted with its headers, its token and its body") {
  std::promise<std::string> seen;
  LoopbackServer server({[&seen](LoopbackPeer& peer) {
    seen.set_value(read_post(peer));
    peer.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok");
    peer.wait_until_closed();
  }});
  Letter letter{.headers = {"Content-Type: text/plain", "Title: here"}, .body = "1 file."};
  CHECK(post_to({.address = address_of(server), .token = "tk_secret", .user_agent = "Tapedeck/1"},
                std::move(letter)));
  const auto post = seen.get_future().get();
  CHECK(post.starts_with("POST /tapes HTTP/1.1\r\n"));
  CHECK(post.contains("\r\nTitle: here\r\n"));
  CHECK(post.contains("\r\nContent-Type: text/plain\r\n"));
  CHECK(post.contains("\r\nAuthorization: Bearer tk_secret\r\n"));
  CHECK(post.contains("\r\nUser-Agent: Tapedeck/1\r\n"));
  CHECK(post.ends_with("\r\n\r\n1 file."));
  CHECK(server.finish().empty());
}

TEST_CASE("the status says whether a message was taken, and whether to try again") {
  struct Case {
    std::string answer;
    std::optional<Errc> error;
  };
  for (const auto& c : std::to_array<Case>({{"204 No Content\r\n", {}},
                                            {"400 Bad Request\r\n", Errc::bad_upstream},
                                            {"401 Unauthorized\r\n", Errc::bad_upstream},
                                            {"429 Too Many Requests\r\n", Errc::unavailable},
                                            {"500 Broken\r\n", Errc::unavailable},
                                            {"503 Later\r\n", Errc::unavailable}})) {
    CAPTURE(c.answer);
    LoopbackServer server({answers(c.answer)});
    const auto posted = post_to({.address = address_of(server)});
    REQUIRE(posted.has_value() == !c.error);
    if (c.error) CHECK(posted.error().code == *c.error);
  }
}

TEST_CASE("a redirect is not followed: nobody but the operator says where messages go") {
  std::atomic<bool> reached = false;
  LoopbackServer elsewhere({[&reached](LoopbackPeer&) { reached = true; }});
  LoopbackServer server({answers("307 Elsewhere\r\nLocation: " + address_of(elsewhere) + "\r\n")});
  const auto posted = post_to({.address = address_of(server), .token = "tk_secret"});
  REQUIRE_FALSE(posted);
  CHECK(posted.error().code == Errc::bad_upstream);
  CHECK(elsewhere.finish().empty());
  CHECK_FALSE(reached);
}

TEST_CASE("a webhook that nobody answers is given up in time") {
  LoopbackServer silent({[](LoopbackPeer& peer) { peer.wait_until_closed(); }});
  auto posted = post_to({.address = address_of(silent), .limit = 200ms});
  REQUIRE_FALSE(posted);
  CHECK(posted.error().code == Errc::unavailable);

  std::uint16_t closed = 0;
  {
    const LoopbackServer gone({[](LoopbackPeer&) {}});
    closed = gone.port();
  }
  posted = post_to({.address = "http://127.0.0.1:" + std::to_string(closed)});
  REQUIRE_FALSE(posted);
  CHECK(posted.error().code == Errc::unavailable);
}

TEST_CASE("a message under way is ended at once when the program stops") {
  std::promise<void> asked;
  LoopbackServer silent({[&asked](LoopbackPeer& peer) {
    read_post(peer);
    asked.set_value();
    peer.wait_until_closed();
  }});
  async::LoopThread home("home");
  CurlPoster poster({.address = address_of(silent)});
  auto posting = std::async(std::launch::async, [&] {
    return async::await(home.executor(), poster.post({.headers = {}, .body = "x"}));
  });
  asked.get_future().wait();
  const auto before = std::chrono::steady_clock::now();
  poster.stop();
  const auto posted = posting.get();
  CHECK(std::chrono::steady_clock::now() - before < 5s);  // of the 10 s it would take
  REQUIRE_FALSE(posted);
  CHECK(posted.error().code == Errc::cancelled);
}
