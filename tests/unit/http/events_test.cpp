#include "http/events.hpp"

#include "async/manual_clock.hpp"
#include "async/task_group.hpp"

#include <doctest/doctest.h>

#include <array>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <variant>

namespace tapedeck::http {

namespace {

using namespace std::chrono_literals;

std::shared_ptr<const std::string> event(std::string_view data) {
  return std::make_shared<const std::string>(event_text("", data));
}

/// Keeps what is written; can be full, as a client is that reads nothing.
class Page final : public BodyWriter {
 public:
  explicit Page(async::Executor executor) : drained_(executor) {}

  Task<Result<void>> write(std::string bytes) override {
    while (full) {
      auto woken = co_await drained_.wait();
      if (!woken) co_return failure(woken);
    }
    if (gone) co_return fail(Errc::unavailable, "The client has left.");
    text += bytes;
    ++writes;
    co_return Result<void>();
  }
  void abort() override { gone = true; }

  void drain() {
    full = false;
    drained_.announce();
  }

  std::string text;
  int writes = 0;
  bool full = false;
  bool gone = false;

 private:
  async::Event drained_;
};

/// Shows its sender to the test, and how it ended.
class Feed final : public EventFeed {
 public:
  Feed(EventSender*& sender, bool& told) : sender_(sender), told_(told) {}

  Task<void> opened(EventSender& sender) override {
    sender_ = &sender;
    co_return;
  }
  Task<void> closed() override {
    told_ = true;
    co_return;
  }

 private:
  EventSender*& sender_;
  bool& told_;
};

/// One listener to one stream, on virtual time.
struct Listening {
  Listening()
      : page(loop.executor()), response(events(clock, std::make_unique<Feed>(sender, closed))) {
    group.spawn(listen());
    settle();
  }
  ~Listening() {
    group.cancel();
    settle();
  }

  Task<void> listen() {
    auto& stream = std::get<Response::Stream>(response.body());
    ended = co_await stream.source->send(page);
    over = true;
    if (!stays) co_return;
    auto slept = co_await clock.sleep_for(1h);
    stayed = slept.has_value();
  }
  void settle() {
    while (loop.poll() > 0) {
    }
  }
  /// What has come since the last call.
  std::string news() {
    settle();
    return std::exchange(page.text, {});
  }

  async::Loop loop;
  async::ManualClock clock;
  async::TaskGroup group{loop.executor()};
  Page page;
  EventSender* sender = nullptr;
  bool closed = false;
  bool over = false;
  bool stays = false;  ///< The listener has something else to do after the stream.
  bool stayed = false;
  Result<void> ended;
  Response response;
};

}  // namespace

TEST_CASE("an event is written as browsers read it") {
  struct Case {
    std::string_view name, data, id, text;
  };
  const auto cases = std::to_array<Case>({
      {"", "hello", "", "data: hello\n\n"},
      {"job", "{}", "7", "id: 7\nevent: job\ndata: {}\n\n"},
      {"", "", "", "data: \n\n"},
      {"", "one\ntwo", "", "data: one\ndata: two\n\n"},
      {"", "one\r\ntwo\rthree\n", "", "data: one\ndata: two\ndata: three\ndata: \n\n"},
      {"a\nevent: b", "x", "1\r2", "id: 1\nevent: a\ndata: x\n\n"},
  });
  for (const auto& c : cases) {
    CAPTURE(c.data);
    CHECK(event_text(c.name, c.data, c.id) == c.text);
  }
}

TEST_CASE("a stream of events is neither kept nor held back on its way") {
  Listening one;
  CHECK(one.response.headers().find("Content-Type") == "text/event-stream");
  CHECK(one.response.headers().find("Cache-Control") == "no-store");
  CHECK(one.news() == "retry: 2000\n\n");
}

TEST_CASE("events reach the listener as they happen") {
  Listening one;
  one.news();
  CHECK(one.sender->send(event("1")));
  CHECK(one.news() == "data: 1\n\n");
  CHECK(one.sender->send(event("2")));
  CHECK(one.sender->send(event("3")));
  CHECK(one.news() == "data: 2\n\ndata: 3\n\n");
  CHECK(one.page.writes == 3);
}

TEST_CASE("a slow listener gets the latest of each key and costs a bounded queue") {
  Listening one;
  one.news();
  one.page.full = true;
  CHECK(one.sender->send(event("stuck")));
  one.settle();
  for (int percent = 0; percent <= 100; ++percent)
    CHECK(one.sender->send_latest("job", event(std::to_string(percent))));
  int taken = 0;
  while (one.sender->send(event("x")))
    ++taken;
  CHECK(taken == 63);
  one.page.drain();
  CHECK(one.news().starts_with("data: stuck\n\ndata: 100\n\ndata: x\n\n"));
}

TEST_CASE("a silent stream shows every 15 s that it is alive") {
  Listening one;
  one.news();
  one.clock.advance(one.loop, 14s);
  CHECK(one.news().empty());
  one.clock.advance(one.loop, 2s);
  CHECK(one.news() == ":\n\n");
}

TEST_CASE("a stream that is closed sends what is queued and ends") {
  Listening one;
  one.news();
  CHECK(one.sender->send(event("last")));
  one.sender->close();
  CHECK_FALSE(one.sender->send(event("late")));
  CHECK(one.news() == "data: last\n\n");
  CHECK(one.over);
  CHECK(one.ended);
  CHECK(one.closed);
}

TEST_CASE("a stopping server ends a stream of events properly") {
  Listening one;
  std::get<Response::Stream>(one.response.body()).source->stop();
  one.settle();
  CHECK(one.over);
  CHECK(one.ended);
  CHECK(one.closed);
}

TEST_CASE("a feed is told when its listener has left") {
  Listening one;
  one.page.gone = true;
  CHECK(one.sender->send(event("1")));
  one.settle();
  CHECK(one.over);
  REQUIRE_FALSE(one.ended);
  CHECK(one.ended.error().code == Errc::unavailable);
  CHECK(one.closed);
  CHECK_FALSE(one.sender->send(event("2")));
}

TEST_CASE("a feed is told when everything is cancelled") {
  Listening one;
  one.group.cancel();
  one.settle();
  CHECK(one.closed);
}

TEST_CASE("a connection whose stream of events has ended can still be cancelled") {
  Listening one;
  one.stays = true;
  one.sender->close();
  one.settle();
  REQUIRE(one.over);
  REQUIRE(one.group.size() == 1);
  one.group.cancel();
  one.settle();
  CHECK(one.group.size() == 0);
  CHECK_FALSE(one.stayed);
  one.clock.advance(one.loop, 2h);  // so that a test that fails ends
}

}  // namespace tapedeck::http
