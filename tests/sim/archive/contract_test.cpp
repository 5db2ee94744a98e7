#include "async/manual_clock.hpp"
#include "async/task_group.hpp"
#include "support/archive_contract.hpp"
#include "support/scripted_archive.hpp"

#include <doctest/doctest.h>

namespace {

using namespace tapedeck;

/// The scripted Archive on virtual time.
class PlayedStage final : public test::Stage {
 public:
  archive::Archive& archive() override { return archive_; }
  test::ArchiveScript& script() override { return archive_; }
  Clock& clock() override { return clock_; }
  void run(Task<void> task) override {
    group_.spawn(std::move(task));
    clock_.run_until_idle(loop_);
  }

 private:
  async::Loop loop_;
  async::ManualClock clock_;
  async::TaskGroup group_{loop_.executor()};
  test::ScriptedArchive archive_{clock_};
};

}  // namespace

TEST_CASE("the scripted Archive keeps every promise of the port") {
  for (const auto& promise : test::archive_promises()) {
    CAPTURE(promise.sentence);
    PlayedStage stage;
    promise.check(stage);
  }
}
