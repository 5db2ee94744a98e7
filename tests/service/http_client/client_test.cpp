#include "http/client.hpp"

#include "async/await.hpp"
#include "async/loop.hpp"
#include "support/loopback_server.hpp"

#include <doctest/doctest.h>

#include <array>
#include <atomic>
#include <future>
#include <string>
#include <thread>
#include <vector>

namespace tapedeck::http {

namespace {

using namespace std::chrono_literals;
using test::LoopbackPeer;
using test::LoopbackServer;

constexpr auto plenty = 20s;

/// A client on a loop of its own, and its other side.
struct Caller {
  explicit Caller(const LoopbackServer& server, ClientLimits limits = {})
      : Caller(server.port(), limits) {}
  explicit Caller(std::uint16_t port, ClientLimits limits = {})
      : loop("client"), client(loop.executor(), clock, Origin{"127.0.0.1", port}, limits) {}
  ~Caller() { async::await(loop.executor(), client.close()); }

  Result<Answer> send(Call call, std::chrono::milliseconds time = plenty) {
    auto answer =
        async::await(loop.executor(), client.send(std::move(call), Deadline::in(clock, time)));
    if (!answer) CHECK_FALSE(answer.error().detail.empty());  // the log will want to know
    return answer;
  }
  Result<Answer> get(std::string target = "/", std::chrono::milliseconds time = plenty) {
    Call call;
    call.target = std::move(target);
    return send(std::move(call), time);
  }

  SystemClock clock;
  async::LoopThread loop;
  Client client;
};

Call with_verb(Verb verb, std::string body = {}) {
  Call call;
  call.verb = verb;
  call.body = std::move(body);
  return call;
}

/// Answers every request of a connection with the same bytes.
LoopbackServer::Script always(std::string answer) {
  return [answer = std::move(answer)](LoopbackPeer& peer) {
    while (!peer.read_head().empty())
      peer.send(answer);
  };
}

const std::string hello = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";

}  // namespace

TEST_CASE("an answer is read whole") {
  LoopbackServer server({always(
      "HTTP/1.1 404 Not Found\r\nContent-Type: text/plain\r\nContent-Length: 4\r\n\r\nnone")});
  Caller caller(server);

  const auto answer = caller.get("/concerts/7?x=%20y");

  REQUIRE(answer);
  CHECK(answer->status == 404);
  CHECK(answer->headers.find("content-type") == "text/plain");
  CHECK(answer->body == "none");
}

TEST_CASE("a request says what is asked and no more") {
  std::promise<std::string> head;
  LoopbackServer server({[&](LoopbackPeer& peer) {
    auto request = peer.read_head();
    request += peer.read(4);
    head.set_value(std::move(request));
    peer.send(hello);
  }});
  Caller caller(server);
  Call call = with_verb(Verb::post, "body");
  call.target = "/downloads?dry_run=1";
  call.headers.add("Content-Type", "text/plain");
  call.headers.add("Content-Length", "99");
  call.headers.add("Connection", "close");
  call.headers.add("Transfer-Encoding", "chunked");

  REQUIRE(caller.send(std::move(call)));

  CHECK(head.get_future().get() ==
        "POST /downloads?dry_run=1 HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(server.port()) +
            "\r\nContent-Type: text/plain\r\nContent-Length: 4\r\n\r\n"
            "body");
}

TEST_CASE("a target that would break the request line is not sent") {
  LoopbackServer server({always(hello)});
  Caller caller(server);
  for (const auto* target : {"", "concerts", "/a b", "/a\r\nX: y", "/\x80", "http://x/"}) {
    CAPTURE(target);
    const auto answer = caller.get(target);
    REQUIRE_FALSE(answer);
    CHECK(answer.error().code == Errc::internal);
  }
  CHECK(server.connections() == 0);
}

TEST_CASE("calls one after the other share a connection") {
  LoopbackServer server({always(hello)});
  Caller caller(server);
  for (int call = 0; call < 20; ++call)
    REQUIRE(caller.get());
  CHECK(server.connections() == 1);
}

TEST_CASE("the ways a body may end") {
  struct Case {
    const char* why;
    std::string answer, body;
    bool kept;
  };
  const std::string chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n";
  const auto cases = std::to_array<Case>({
      {"by its length", hello, "hello", true},
      {"with no byte", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", "", true},
      {"by the last chunk", chunked + "\r\n2\r\nhe\r\n3;x=y\r\nllo\r\n0\r\n\r\n", "hello", true},
      {"by a trailer", chunked + "Trailer: T\r\n\r\n5\r\nhello\r\n0\r\nT: 1\r\n\r\n", "hello",
       true},
      {"by the connection's end", "HTTP/1.1 200 OK\r\n\r\nhello", "hello", false},
      {"and the connection",
       "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 5\r\n\r\nhello", "hello", false},
      {"an old server's", "HTTP/1.0 200 OK\r\nContent-Length: 5\r\n\r\nhello", "hello", false},
      {"no content", "HTTP/1.1 204 No Content\r\n\r\n", "", true},
      {"not modified", "HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n", "", true},
      {"after an interim answer",
       "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n" + hello, "hello",
       true},
  });
  for (const auto& c : cases) {
    CAPTURE(c.why);
    LoopbackServer server({[&](LoopbackPeer& peer) {
      for (auto asked = peer.read_head(); !asked.empty(); asked = peer.read_head()) {
        peer.send(c.answer);
        if (!c.kept) return;
      }
    }});
    Caller caller(server);
    for (int call = 0; call < 2; ++call) {
      const auto answer = caller.get();
      REQUIRE(answer);
      CHECK(answer->body == c.body);
    }
    CHECK(server.connections() == (c.kept ? 1 : 2));
  }
}

TEST_CASE("an answer may come byte by byte") {
  LoopbackServer server({[](LoopbackPeer& peer) {
    peer.read_head();
    for (const char byte :
         std::string("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nA: b\r\n\r\n"
                     "5\r\nhello\r\n0\r\n\r\n"))
      peer.send(std::string_view(&byte, 1));
  }});
  Caller caller(server);
  const auto answer = caller.get();
  REQUIRE(answer);
  CHECK(answer->headers.find("A") == "b");
  CHECK(answer->body == "hello");
}

TEST_CASE("the head of an answer to HEAD has no body, whatever its length says") {
  LoopbackServer server({always("HTTP/1.1 200 OK\r\nContent-Length: 123456\r\n\r\n")});
  Caller caller(server);
  for (int call = 0; call < 2; ++call) {
    const auto answer = caller.send(with_verb(Verb::head));
    REQUIRE(answer);
    CHECK(answer->body.empty());
    CHECK(answer->headers.find("Content-Length") == "123456");
  }
  CHECK(server.connections() == 1);
}

TEST_CASE("fields about the connection are not handed on") {
  LoopbackServer server(
      {always("HTTP/1.1 200 OK\r\nConnection: keep-alive, X-Hop\r\nKeep-Alive: timeout=5\r\n"
              "X-Hop: 1\r\nX-Stays: 2\r\nContent-Length: 0\r\n\r\n")});
  Caller caller(server);
  const auto answer = caller.get();
  REQUIRE(answer);
  CHECK_FALSE(answer->headers.find("Connection"));
  CHECK_FALSE(answer->headers.find("Keep-Alive"));
  CHECK_FALSE(answer->headers.find("X-Hop"));
  CHECK(answer->headers.find("X-Stays") == "2");
}

TEST_CASE("an answer that cannot be read is bad_upstream") {
  const std::string ok = "HTTP/1.1 200 OK\r\n";
  const auto answers = std::to_array<std::string>({
      "hello\r\n\r\n",
      "HTTP/2 200 OK\r\n\r\n",
      "HTTP/1.1 2000 OK\r\n\r\n",
      "HTTP/1.1 099 No\r\nContent-Length: 0\r\n\r\n",
      "HTTP/1.1 600 No\r\nContent-Length: 0\r\n\r\n",
      ok + "Content-Length: x\r\n\r\n",
      ok + "Content-Length: -1\r\n\r\n",
      ok + "Content-Length: 1\r\nContent-Length: 2\r\n\r\nab",
      ok + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
      ok + "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n",
      ok + "Transfer-Encoding: chunked\r\n\r\nzz\r\n\r\n",
      ok + "Transfer-Encoding: chunked\r\n\r\n3\r\nabcde\r\n0\r\n\r\n",
      ok + "A b: c\r\n\r\n",
      ok + "A: b\nC: d\r\n\r\n",
      ok + "Content-Length: 10\r\n\r\nshort",
      ok + "Transfer-Encoding: chunked\r\n\r\n5\r\nhel",
      ok + "Content-Le",
      ok + "A: " + std::string(64 * 1024, 'x') + "\r\n\r\n",
      ok + "Content-Length: 2000000\r\n\r\n",
      ok + "\r\n" + std::string(2'000'000, 'x'),
      "HTTP/1.1 101 Switching Protocols\r\n\r\n",
  });
  for (const auto& bytes : answers) {
    CAPTURE(bytes.substr(0, 100));
    LoopbackServer server({[&](LoopbackPeer& peer) {
      peer.read_head();
      peer.send(bytes);
    }});
    Caller caller(server, {.body_bytes = 1'000'000});
    const auto answer = caller.get();
    REQUIRE_FALSE(answer);
    CHECK(answer.error().code == Errc::bad_upstream);
    CHECK(server.finish() == "");
  }
}

TEST_CASE("interim answers without an end are given up") {
  LoopbackServer server({[](LoopbackPeer& peer) {
    peer.read_head();
    while (peer.send("HTTP/1.1 102 Processing\r\n\r\n")) {
    }
  }});
  Caller caller(server);
  const auto answer = caller.get();
  REQUIRE_FALSE(answer);
  CHECK(answer.error().code == Errc::bad_upstream);
}

TEST_CASE("nobody at the other end is unavailable, with a time to come again") {
  std::uint16_t closed = 0;
  {
    const LoopbackServer server({always(hello)});
    closed = server.port();
  }
  Caller caller(closed);
  const auto answer = caller.get();
  REQUIRE_FALSE(answer);
  CHECK(answer.error().code == Errc::unavailable);
  CHECK(answer.error().retry_after);
}

TEST_CASE("a service that does not answer costs the deadline and no more") {
  LoopbackServer server({[](LoopbackPeer& peer) { peer.wait_until_closed(); }});
  Caller caller(server);
  const auto answer = caller.get("/", 50ms);
  REQUIRE_FALSE(answer);
  CHECK(answer.error().code == Errc::timed_out);
}

TEST_CASE("a body that stops half way costs the deadline and no more") {
  LoopbackServer server({[](LoopbackPeer& peer) {
    peer.read_head();
    peer.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello");
    peer.wait_until_closed();
  }});
  Caller caller(server);
  const auto answer = caller.get("/", 50ms);
  REQUIRE_FALSE(answer);
  CHECK(answer.error().code == Errc::timed_out);
}

TEST_CASE("a kept connection that was closed meanwhile is replaced unnoticed") {
  for (const bool with_reset : {false, true}) {
    CAPTURE(with_reset);
    LoopbackServer server({[=](LoopbackPeer& peer) {
                             peer.read_head();
                             peer.send(hello);
                             peer.read_head();  // the second call; closes without a word
                             if (with_reset) peer.reset();
                           },
                           always(hello)});
    Caller caller(server);
    REQUIRE(caller.get());
    const auto second = caller.get();
    REQUIRE(second);
    CHECK(second->body == "hello");
    CHECK(server.connections() == 2);
  }
}

TEST_CASE("a new connection that is closed without an answer is not tried again") {
  LoopbackServer server({[](LoopbackPeer& peer) { peer.read_head(); }});
  Caller caller(server);
  const auto answer = caller.get();
  REQUIRE_FALSE(answer);
  CHECK(answer.error().code == Errc::unavailable);
  CHECK(server.connections() == 1);
}

TEST_CASE("an answer that broke off is not asked for again") {
  LoopbackServer server({[](LoopbackPeer& peer) {
                           peer.read_head();
                           peer.send(hello);
                           peer.read_head();
                           peer.send("HTTP/1.1 200 OK\r\nCont");
                         },
                         always(hello)});
  Caller caller(server);
  REQUIRE(caller.get());
  const auto second = caller.get();
  REQUIRE_FALSE(second);
  CHECK(second.error().code == Errc::bad_upstream);
  CHECK(server.connections() == 1);
}

TEST_CASE("a POST is never sent twice") {
  LoopbackServer server({[](LoopbackPeer& peer) {
                           peer.read_head();
                           peer.send(hello);
                           peer.read_head();
                         },
                         always(hello)});
  Caller caller(server);
  REQUIRE(caller.get());
  const auto posted = caller.send(with_verb(Verb::post));
  REQUIRE_FALSE(posted);
  CHECK(posted.error().code == Errc::unavailable);
  CHECK(server.connections() == 1);
}

TEST_CASE("a POST does not take a kept connection that is closed already") {
  std::promise<void> closed;
  LoopbackServer server({[&](LoopbackPeer& peer) {
                           peer.read_head();
                           peer.send(hello);
                           peer.end_sending();
                           closed.set_value();
                           peer.wait_until_closed();
                         },
                         always(hello)});
  Caller caller(server);
  REQUIRE(caller.get());
  closed.get_future().wait();
  CHECK(caller.send(with_verb(Verb::post)));
  CHECK(server.connections() == 2);
}

TEST_CASE("bytes nobody asked for cost the connection its trust") {
  LoopbackServer server({[](LoopbackPeer& peer) {
                           peer.read_head();
                           peer.send(hello + "HTTP/1.1 200 OK\r\n");
                           peer.wait_until_closed();
                         },
                         always(hello)});
  Caller caller(server);
  REQUIRE(caller.get());
  REQUIRE(caller.get());
  CHECK(server.connections() == 2);
}

TEST_CASE("a kept connection is closed when nobody has used it for the idle time") {
  std::promise<void> closed;
  LoopbackServer server({[&](LoopbackPeer& peer) {
    peer.read_head();
    peer.send(hello);
    peer.wait_until_closed();
    closed.set_value();
  }});
  Caller caller(server, {.idle_time = 20ms});
  REQUIRE(caller.get());
  CHECK(closed.get_future().wait_for(10s) == std::future_status::ready);
}

TEST_CASE("more calls than connections wait their turn") {
  constexpr int calls = 50;
  LoopbackServer server({always(hello)});
  Caller caller(server, {.connections = 3});
  std::vector<std::future<Result<Answer>>> answers;
  for (int call = 0; call < calls; ++call)
    answers.push_back(std::async(std::launch::async, [&] { return caller.get(); }));
  for (auto& answer : answers)
    CHECK(answer.get());
  CHECK(server.connections() <= 3);
}

TEST_CASE("a call whose turn does not come in time is told so") {
  std::promise<void> asked;
  LoopbackServer server({[&](LoopbackPeer& peer) {
    peer.read_head();
    asked.set_value();
    peer.wait_until_closed();
  }});
  Caller caller(server, {.connections = 1});
  auto first = std::async(std::launch::async, [&] { return caller.get("/", 500ms); });
  asked.get_future().wait();
  const auto second = caller.get("/", 20ms);
  REQUIRE_FALSE(second);
  CHECK(second.error().code == Errc::timed_out);
  CHECK_FALSE(first.get());
  CHECK(server.connections() == 1);
}

TEST_CASE("closing the client ends the calls under way") {
  std::promise<void> asked;
  LoopbackServer server({[&](LoopbackPeer& peer) {
    peer.read_head();
    asked.set_value();
    peer.wait_until_closed();
  }});
  std::future<Result<Answer>> running;
  std::future<Result<Answer>> waiting;
  {
    Caller caller(server, {.connections = 1});
    running = std::async(std::launch::async, [&] { return caller.get(); });
    asked.get_future().wait();
    waiting = std::async(std::launch::async, [&] { return caller.get(); });
    async::await(caller.loop.executor(), caller.client.close());
    for (auto* call : {&running, &waiting}) {
      const auto answer = call->get();
      REQUIRE_FALSE(answer);
      CHECK(answer.error().code == Errc::cancelled);
    }
  }
}

}  // namespace tapedeck::http
