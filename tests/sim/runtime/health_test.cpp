#include "runtime/health.hpp"

#include "async/loop.hpp"
#include "async/manual_clock.hpp"
#include "async/task_group.hpp"
#include "support/captured_log.hpp"

#include <boost/asio/this_coro.hpp>
#include <doctest/doctest.h>

#include <chrono>
#include <optional>
#include <string>

using namespace tapedeck;
using namespace tapedeck::runtime;
using namespace std::chrono_literals;
using messages::Condition;
namespace asio = boost::asio;

namespace {

/// A part that is as a test says, and takes as long to say so.
class PlayedPart final : public Probe {
 public:
  explicit PlayedPart(Clock& clock) : clock_(clock) {}

  Task<Result<void>> examine(Deadline) override {
    ++looks;
    if (hangs) co_await asio::this_coro::reset_cancellation_state(asio::disable_cancellation());
    if (takes > 0s) {
      auto slept = co_await clock_.sleep_for(takes);
      if (!slept) co_return failure(slept);
    }
    if (!well) co_return fail(Errc::unavailable, "It does not answer.");
    co_return Result<void>();
  }

  bool well = true;
  std::chrono::milliseconds takes{0};
  bool hangs = false;  ///< As a call of the system does: nothing ends it before its time.
  int looks = 0;

 private:
  Clock& clock_;
};

/// A service with a vital and a useful part, whose time a test moves.
struct Patient {
  async::Loop loop;
  async::ManualClock clock;
  async::TaskGroup group{loop.executor()};
  PlayedPart database{clock};
  PlayedPart neighbour{clock};
  Health health{loop.executor(), clock, telemetry::Log("test"), "test"};
  std::optional<messages::ServiceHealth> report;

  Patient() {
    health.watch("database", Weight::vital, database);
    health.watch("browse", Weight::useful, neighbour);
  }

  static Task<void> keep(Health& health, std::optional<messages::ServiceHealth>& into) {
    into = co_await health.report();
  }

  const messages::ServiceHealth& ask() {
    report.reset();
    group.spawn(keep(health, report));
    clock.run_until_idle(loop);
    return report.value();
  }
};

}  // namespace

TEST_CASE("a service whose parts are well is well and ready") {
  Patient patient;
  CHECK(patient.ask().status == Condition::well);
  CHECK(patient.ask().ready);
}

TEST_CASE("without a vital part a service is not ready, without a useful one it is") {
  Patient patient;
  patient.neighbour.well = false;
  CHECK(patient.ask().ready);
  CHECK(patient.ask().status == Condition::ill);

  patient.database.well = false;
  patient.clock.advance(patient.loop, 2s);
  CHECK_FALSE(patient.ask().ready);
}

TEST_CASE("many who ask within a second cost one look at each part") {
  Patient patient;
  for (int i = 0; i < 10; ++i)
    patient.ask();
  CHECK(patient.database.looks == 1);
  CHECK(patient.neighbour.looks == 1);

  patient.clock.advance(patient.loop, 1s);
  patient.ask();
  CHECK(patient.database.looks == 2);
}

TEST_CASE("a part that does not answer within a second is ill, and nobody waits longer") {
  Patient patient;
  patient.neighbour.takes = 1h;
  const auto before = patient.clock.elapsed();
  const auto& report = patient.ask();
  CHECK(patient.clock.elapsed() - before == 1s);
  CHECK(report.parts[1].condition == Condition::ill);
  CHECK(report.parts[1].why == "It took too long.");
  CHECK(report.parts[0].condition == Condition::well);
}

TEST_CASE("a part that hangs is ill, keeps nobody waiting, and is asked again once it has ended") {
  Patient patient;
  patient.neighbour.takes = 1h;
  patient.neighbour.hangs = true;
  for (int i = 0; i < 3; ++i) {
    patient.report.reset();
    patient.group.spawn(Patient::keep(patient.health, patient.report));
    patient.clock.advance(patient.loop, 3s);
    REQUIRE(patient.report);
    CHECK(patient.report->ready);
    CHECK(patient.report->parts[0].condition == Condition::well);
    CHECK(patient.report->parts[1].condition == Condition::ill);
    CHECK(patient.report->parts[1].why == "It does not answer.");
  }
  CHECK(patient.neighbour.looks == 1);
  CHECK(patient.database.looks == 3);

  patient.neighbour.takes = 0s;
  patient.clock.advance(patient.loop, 1h);
  CHECK(patient.ask().parts[1].condition == Condition::well);
}

TEST_CASE("whoever asks first and leaves takes the look away from nobody") {
  Patient patient;
  async::TaskGroup first{patient.loop.executor()};
  std::optional<messages::ServiceHealth> unheard;
  patient.database.takes = patient.neighbour.takes = 500ms;
  first.spawn(Patient::keep(patient.health, unheard));
  patient.group.spawn(Patient::keep(patient.health, patient.report));
  first.cancel();
  patient.clock.run_until_idle(patient.loop);
  REQUIRE(patient.report);
  CHECK(patient.report->ready);
  CHECK(patient.database.looks == 1);
}

TEST_CASE("a part's change is logged once, when it falls ill and when it is well again") {
  test::CapturedLog log;
  Patient patient;
  patient.ask();
  patient.database.well = false;
  for (int i = 0; i < 5; ++i) {
    patient.clock.advance(patient.loop, 2s);
    patient.ask();
  }
  patient.database.well = true;
  patient.clock.advance(patient.loop, 2s);
  patient.ask();
  CHECK(log.count("part ill") == 1);
  CHECK(log.count("part well again") == 1);
}

TEST_CASE("a part remembers since when it is as it is") {
  Patient patient;
  patient.ask();
  patient.clock.advance(patient.loop, 1h);
  patient.database.well = false;
  const auto fell_ill = patient.clock.now();
  CHECK(patient.ask().parts[0].since == fell_ill);
  patient.clock.advance(patient.loop, 1h);
  CHECK(patient.ask().parts[0].since == fell_ill);
}

TEST_CASE("a service that is about to stop is not ready, however well it is") {
  Patient patient;
  patient.health.begin_draining();
  const auto& report = patient.ask();
  CHECK_FALSE(report.ready);
  CHECK(report.draining);
  CHECK(report.status == Condition::well);
}
