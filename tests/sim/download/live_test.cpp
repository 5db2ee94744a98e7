#include "download/http/live.hpp"

#include "support/download_world.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

using namespace tapedeck;
using namespace tapedeck::test;
using namespace std::chrono_literals;

namespace {

/// The client's end, which takes everything.
struct PlayedSender final : http::WebSocketSender {
  bool send(std::shared_ptr<const std::string> text) override {
    heard.push_back(*text);
    return true;
  }
  bool send_latest(std::string_view, std::shared_ptr<const std::string> text) override {
    return send(std::move(text));
  }
  void close(std::uint16_t code, std::string_view) override { closed_with = code; }
  [[nodiscard]] std::size_t waiting() const noexcept override { return 0; }

  std::vector<std::string> heard;
  std::uint16_t closed_with = 0;
};

/// A client's end that takes nothing.
struct FullSender final : http::WebSocketSender {
  bool send(std::shared_ptr<const std::string>) override { return false; }
  bool send_latest(std::string_view, std::shared_ptr<const std::string>) override { return false; }
  void close(std::uint16_t code, std::string_view) override { closed_with = code; }
  [[nodiscard]] std::size_t waiting() const noexcept override { return 64; }

  std::uint16_t closed_with = 0;
};

/// A client's end that reads nothing for now: what waits for it, by its key.
struct KeyedSender final : http::WebSocketSender {
  bool send(std::shared_ptr<const std::string> text) override {
    outbox.emplace_back("", *text);
    return true;
  }
  bool send_latest(std::string_view key, std::shared_ptr<const std::string> text) override {
    const auto at = std::ranges::find(outbox, key, &std::pair<std::string, std::string>::first);
    if (at == outbox.end()) {
      outbox.emplace_back(key, *text);
    } else {
      at->second = *text;
    }
    return true;
  }
  void close(std::uint16_t code, std::string_view) override { closed_with = code; }
  [[nodiscard]] std::size_t waiting() const noexcept override { return outbox.size(); }

  std::vector<std::pair<std::string, std::string>> outbox;
  std::uint16_t closed_with = 0;
};

/// The end of who listens to a stream of events.
struct PlayedStream final : http::EventSender {
  bool send(std::shared_ptr<const std::string> event) override {
    heard.push_back(*event);
    return true;
  }
  bool send_latest(std::string_view, std::shared_ptr<const std::string> event) override {
    return send(std::move(event));
  }
  void close() override { closed = true; }

  std::vector<std::string> heard;
  bool closed = false;
};

template <class Live, class Sender>
Task<Result<void>> opened(Live& live, Sender& sender) {
  co_await live.opened(sender);
  co_return Result<void>();
}

}  // namespace

TEST_CASE("a listener whose session has ended is told nothing more, and shown out") {
  DownloadWorld world;
  runtime::Revocations revocations;
  const auto ended = SessionId::make();
  PlayedSender stays;
  PlayedSender goes;
  {
    download::LiveDownloads one(*world.queue, revocations, {world.user, SessionId::make()});
    download::LiveDownloads other(*world.queue, revocations, {world.user, ended});
    REQUIRE(world.wait_for(opened(one, stays)));
    REQUIRE(world.wait_for(opened(other, goes)));
    REQUIRE(stays.heard.size() == 1);  // what is there by now
    REQUIRE(goes.heard.size() == 1);

    revocations.add(ended, world.clock.now());
    world.archive.file("d1t01.flac", 1'000);
    world.download("d1t01.flac");
    world.run_until_idle();
  }
  CHECK(stays.heard.size() > 1);
  CHECK(stays.closed_with == 0);
  CHECK(goes.heard.size() == 1);
  CHECK(goes.closed_with == 1008);
}

TEST_CASE("a stream of events tells the same as the socket, and ends with the session") {
  DownloadWorld world;
  runtime::Revocations revocations;
  const auto session = SessionId::make();
  PlayedStream stream;
  PlayedSender socket;
  download::DownloadEvents events(*world.queue, revocations, {world.user, session});
  download::LiveDownloads live(*world.queue, revocations, {world.user, SessionId::make()});
  REQUIRE(world.wait_for(opened(events, stream)));
  REQUIRE(world.wait_for(opened(live, socket)));
  world.archive.file("d1t01.flac", 1'000);
  world.download("d1t01.flac");
  world.run_until_idle();
  REQUIRE(stream.heard.size() == socket.heard.size());
  for (std::size_t i = 0; i < socket.heard.size(); ++i)
    CHECK(stream.heard[i] == "data: " + socket.heard[i] + "\n\n");
  CHECK_FALSE(stream.closed);

  revocations.add(session, world.clock.now());
  world.archive.file("d1t02.flac", 1'000);
  world.download("d1t02.flac");
  CHECK(stream.closed);
}

TEST_CASE("a listener who cannot take even the latest is sent away") {
  DownloadWorld world;
  const runtime::Revocations revocations;
  FullSender full;
  download::LiveDownloads live(*world.queue, revocations, {world.user, std::nullopt});
  REQUIRE(world.wait_for(opened(live, full)));
  CHECK(full.closed_with == 1013);
}

TEST_CASE("what is told of one job comes behind what was told of it and others") {
  DownloadWorld world;
  runtime::Revocations revocations;
  KeyedSender slow;
  download::LiveDownloads live(*world.queue, revocations, {world.user, std::nullopt});
  REQUIRE(world.wait_for(opened(live, slow)));
  for (const auto* file : {"a.flac", "b.flac", "c.flac"})
    world.archive.file(file, 1'000);
  for (const auto* file : {"a.flac", "b.flac", "c.flac"})
    world.download(file);
  world.run_until_idle();
  using download::JobAction;
  REQUIRE(world.wait_for(world.queue->act(world.user, JobAction::remove, {})) == 3U);
  REQUIRE(slow.outbox.size() >= 2);
  CHECK(slow.outbox.front().second.contains("snapshot"));
  CHECK(slow.outbox.back().second.starts_with(R"({"type":"cleared","ids":[)"));
}

TEST_CASE("news of many jobs takes one place among what waits") {
  DownloadWorld world;
  runtime::Revocations revocations;
  for (int i = 0; i < 300; ++i)
    world.archive.file(std::to_string(i) + ".flac", 1'000).stalls_after(500);
  download::Wanted wanted;
  wanted.emplace_back(download::WholeItem{*ItemIdentifier::parse(DownloadWorld::item), {}});
  REQUIRE(world.wait_for(
      world.queue->request(world.user, wanted, false, Deadline::in(world.clock, 30s))));
  KeyedSender slow;
  download::LiveDownloads live(*world.queue, revocations, {world.user, std::nullopt});
  REQUIRE(world.wait_for(opened(live, slow)));
  using download::JobAction;
  download::Selection pending;
  REQUIRE(world.wait_for(world.queue->act(world.user, JobAction::pause, pending)) == 300U);
  REQUIRE(world.wait_for(world.queue->act(world.user, JobAction::cancel, pending)) == 300U);
  REQUIRE(world.wait_for(world.queue->act(world.user, JobAction::remove, pending)) == 300U);
  world.run_until_idle();
  CHECK(slow.closed_with == 0);
  CHECK(slow.outbox.size() < 20);
}
