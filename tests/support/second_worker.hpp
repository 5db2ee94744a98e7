#pragma once

#include "support/download_world.hpp"

namespace tapedeck::test {

/// A second process beside that of the world: its own view of the queue, the same vault.
class SecondWorker {
 public:
  explicit SecondWorker(DownloadWorld& world)
      : store(world.rows, "second"),
        world_(world),
        items_(world.archive, world.clock),
        ground_{world.clock, world.archive, items_,      store,
                world.vault, watchers_,     world.tally, world.budget},
        engine_(ground_, world.loop.executor(), telemetry::Log("second"), 8U) {
    REQUIRE(world.wait_for(engine_.start()));
  }
  ~SecondWorker() { world_.end(engine_); }
  SecondWorker(const SecondWorker&) = delete;
  SecondWorker& operator=(const SecondWorker&) = delete;

  MemoryJobStore store;

 private:
  DownloadWorld& world_;
  download::Watchers watchers_;
  download::ItemShelf items_;
  download::Ground ground_;
  download::Engine engine_;
};

}  // namespace tapedeck::test
