#include "download/http/live.hpp"

#include "support/download_world.hpp"

#include <doctest/doctest.h>

#include <memory>
#include <string>
#include <vector>

using namespace tapedeck;
using namespace tapedeck::test;

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

Task<Result<void>> opened(download::LiveDownloads& live, PlayedSender& sender) {
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
