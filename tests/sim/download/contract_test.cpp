#include "async/loop.hpp"
#include "async/task_group.hpp"
#include "support/job_store_contract.hpp"
#include "support/memory_job_store.hpp"

#include <doctest/doctest.h>

using namespace tapedeck;
using namespace tapedeck::test;

namespace {

class PlayedStoreStage final : public JobStoreStage {
 public:
  [[nodiscard]] download::JobStore& store() override { return store_; }
  [[nodiscard]] download::JobStore& other_worker() override { return other_; }

  void run(Task<void> task) override {
    group_.spawn(std::move(task));
    while (group_.size() > 0)
      loop_.poll();
  }

 private:
  async::Loop loop_;
  async::TaskGroup group_{loop_.executor()};
  MemoryJobs rows_;
  MemoryJobStore store_{rows_};
  MemoryJobStore other_{rows_, "second"};
};

}  // namespace

TEST_CASE("the queue that is played in memory keeps the promises of a queue") {
  for (const auto& promise : job_store_promises()) {
    CAPTURE(promise.sentence);
    PlayedStoreStage stage;
    promise.check(stage);
  }
}
