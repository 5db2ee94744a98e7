#include "download/webhook/webhook.hpp"

#include "async/loop.hpp"
#include "async/manual_clock.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <deque>
#include <string>
#include <vector>

using namespace tapedeck;
using namespace std::chrono_literals;
using download::Letter;
using download::Notice;
using download::Webhook;
using download::WebhookStyle;

namespace {

/// The other side: answers as it is told, after as long as it is told.
class PlayedPoster final : public download::Poster {
 public:
  explicit PlayedPoster(Clock& clock) : clock_(clock) {}

  Task<Result<void>> post(Letter letter) override {
    auto slept = co_await clock_.sleep_for(takes);
    if (!slept) co_return failure(slept);
    ++posts;
    if (!refusals.empty()) {
      const auto code = refusals.front();
      refusals.pop_front();
      co_return fail(code, "Not now.", "played");
    }
    taken.push_back(std::move(letter));
    co_return Result<void>();
  }

  std::chrono::milliseconds takes{0};
  std::deque<Errc> refusals;
  std::vector<Letter> taken;
  int posts = 0;

 private:
  Clock& clock_;
};

/// A webhook and its other side on a clock that jumps.
struct Hook {
  Hook() {
    telemetry::set_log_level(telemetry::Level::error);  // what is dropped is meant to be
    webhook.start();
  }
  ~Hook() { end(); }
  Hook(const Hook&) = delete;
  Hook& operator=(const Hook&) = delete;

  void send(std::string_view item) {
    download::JobGroup group{.item = *ItemIdentifier::parse(item), .files = 1, .completed = 1};
    webhook.send({.user = user, .ended = {.group = std::move(group)}});
  }
  void run() { clock.run_until_idle(loop); }
  void end() {
    if (ended) return;
    ended = true;
    async::TaskGroup group(loop.executor());
    group.spawn(webhook.stop());
    while (group.size() > 0)
      loop.poll();
  }

  async::Loop loop;
  async::ManualClock clock;
  PlayedPoster poster{clock};
  telemetry::Metrics metrics{"test"};
  UserId user = UserId::make();
  bool ended = false;
  Webhook webhook{
      poster, WebhookStyle::json, clock, loop.executor(), telemetry::Log("webhook"), metrics, 7U};
};

}  // namespace

TEST_CASE("messages go to the webhook in their order") {
  Hook hook;
  hook.send("gd77-05-08");
  hook.send("gd77-05-09");
  hook.run();
  REQUIRE(hook.poster.taken.size() == 2);
  CHECK(hook.poster.taken[0].body.contains("gd77-05-08"));
  CHECK(hook.poster.taken[1].body.contains("gd77-05-09"));
}

TEST_CASE("a webhook that is away is tried three times, and then left for the next message") {
  Hook hook;
  hook.poster.refusals = {Errc::unavailable, Errc::unavailable};
  hook.send("gd77-05-08");
  hook.run();
  CHECK(hook.poster.posts == 3);
  CHECK(hook.poster.taken.size() == 1);
  CHECK(hook.clock.elapsed() >= 7s);
  CHECK(hook.clock.elapsed() <= 15s);

  hook.poster.refusals = {Errc::unavailable, Errc::unavailable, Errc::unavailable};
  hook.send("gd77-05-09");
  hook.send("gd77-05-11");
  hook.run();
  REQUIRE(hook.poster.taken.size() == 2);
  CHECK(hook.poster.taken[1].body.contains("gd77-05-11"));
}

TEST_CASE("a webhook that refuses a message is not asked again") {
  Hook hook;
  hook.poster.refusals = {Errc::bad_upstream};
  hook.send("gd77-05-08");
  hook.run();
  CHECK(hook.poster.posts == 1);
  CHECK(hook.poster.taken.empty());
}

TEST_CASE("a hundred messages wait for a slow webhook, and no more") {
  Hook hook;
  hook.poster.takes = 10s;
  for (int i = 0; i < 150; ++i)
    hook.send("gd77-05-08");
  hook.run();
  CHECK(hook.poster.taken.size() == Webhook::most_waiting);
}

TEST_CASE("a webhook holds up no stop") {
  Hook hook;
  hook.poster.takes = 10s;
  hook.send("gd77-05-08");
  hook.send("gd77-05-09");
  hook.clock.advance(hook.loop, 1s);
  hook.end();
  CHECK(hook.clock.elapsed() == 1s);
  CHECK(hook.poster.taken.empty());
}
