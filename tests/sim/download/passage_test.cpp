#include "download/media/passage.hpp"

#include "async/loop.hpp"
#include "async/manual_clock.hpp"
#include "async/task_group.hpp"
#include "support/scripted_archive.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <memory>

using namespace tapedeck;
using namespace tapedeck::test;
using namespace std::chrono_literals;

namespace {

/// Listeners, and an Archive that falls silent in the middle of what it sends.
struct Parlour {
  Parlour() { archive.file("t1.mp3", 1'000).stalls_after(300).stalls_after(300); }
  ~Parlour() {
    async::TaskGroup group(loop.executor());
    group.spawn(passages.stop());
    while (group.size() > 0)
      loop.poll();
  }
  Parlour(const Parlour&) = delete;
  Parlour& operator=(const Parlour&) = delete;

  std::unique_ptr<download::PassageBody> listener() {
    archive::FetchRequest request{.item = *ItemIdentifier::parse("gd77-05-08.sbd"),
                                  .file = *archive::FileName::parse("t1.mp3")};
    request.purpose = archive::Purpose::play;
    auto body = passages.open(std::move(request), Deadline::in(clock, 1min));
    clock.advance(loop, 1s);
    return body;
  }

  async::Loop loop;
  async::ManualClock clock;
  ScriptedArchive archive{clock};
  download::Passages passages{loop.executor(), archive};
};

}  // namespace

TEST_CASE("who has stopped listening keeps nobody else from listening") {
  Parlour parlour;
  auto first = parlour.listener();
  auto second = parlour.listener();
  auto third = parlour.listener();
  CHECK(parlour.archive.wire().under_way() == 2);
  CHECK_FALSE(third->passage().total());
  first.reset();
  second.reset();
  parlour.clock.advance(parlour.loop, 1s);
  CHECK(parlour.archive.wire().under_way() == 0);
  CHECK(third->passage().total() == 1'000U);
}

TEST_CASE("for whoever leaves before the first byte nothing is fetched") {
  Parlour parlour;
  const auto first = parlour.listener();
  const auto second = parlour.listener();
  parlour.listener().reset();
  parlour.clock.advance(parlour.loop, 2min);
  CHECK(parlour.archive.requests().size() == 2);
}
