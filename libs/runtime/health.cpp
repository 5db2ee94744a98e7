#include "runtime/health.hpp"

#include "async/within.hpp"
#include "base/ensure.hpp"

#include <algorithm>
#include <utility>

namespace tapedeck::runtime {

using messages::Condition;

namespace {

constexpr std::chrono::seconds fresh{1};
constexpr std::chrono::milliseconds patience{1'000};
/// For a part whose time is over to come to rest and say so itself.
constexpr std::chrono::milliseconds rest{250};

}  // namespace

Health::Health(async::Executor executor, Clock& clock, telemetry::Log log, std::string service)
    : clock_(clock),
      log_(log),
      service_(std::move(service)),
      started_(clock.now()),
      look_ended_(executor),
      part_answered_(executor),
      tasks_(executor) {}

void Health::watch(std::string part, Weight weight, Probe& probe) {
  ensure(!looked_, "parts are named before anybody asks how they are");
  messages::PartHealth state;
  state.part = std::move(part);
  state.vital = weight == Weight::vital;
  state.since = clock_.now();
  parts_.push_back(Part{.weight = weight, .probe = probe, .state = std::move(state)});
}

void Health::begin_draining() { draining_ = true; }

Task<messages::ServiceHealth> Health::report() {
  co_await look();
  messages::ServiceHealth health;
  health.service = service_;
  health.ready = vital_parts_well() && !draining_;
  health.draining = draining_;
  health.since = started_;
  for (const auto& part : parts_)
    health.parts.push_back(part.state);
  const bool all_well = std::ranges::all_of(
      parts_, [](const Part& part) { return part.state.condition == Condition::well; });
  health.status = all_well ? Condition::well : Condition::ill;
  co_return health;
}

Task<bool> Health::ready() {
  co_await look();
  co_return vital_parts_well() && !draining_;
}

Task<void> Health::stop() {
  tasks_.cancel();
  co_await tasks_.join();
}

Task<void> Health::look() {
  if (!looking_ && looked_ && clock_.ticks() - *looked_ < fresh) co_return;
  if (!looking_) {
    looking_ = true;
    tasks_.spawn(look_at_all());
  }
  while (looking_) {
    auto ended = co_await look_ended_.wait();
    if (!ended) co_return;
  }
}

/// Nobody's request, so that who asked first and leaves takes no look away from the others.
Task<void> Health::look_at_all() {
  for (auto& part : parts_) {
    if (part.asked) continue;
    part.asked = true;
    tasks_.spawn(examine(part));
  }
  const auto deadline = Deadline::in(clock_, patience + rest);
  auto waited = Result<void>();
  while (waited && !all_have_answered())
    waited = co_await async::within(clock_, deadline, part_answered_.wait());
  if (waited || waited.error().code == Errc::timed_out) {
    for (auto& part : parts_) {
      if (part.asked) judge(part, fail(Errc::timed_out, "It does not answer."));
    }
    looked_ = clock_.ticks();
  }
  looking_ = false;
  look_ended_.announce();
}

Task<void> Health::examine(Part& part) {
  const auto deadline = Deadline::in(clock_, patience);
  const auto found = co_await async::within(clock_, deadline, part.probe.examine(deadline));
  part.asked = false;
  judge(part, found);
  part_answered_.announce();
}

bool Health::all_have_answered() const {
  return std::ranges::none_of(parts_, [](const Part& part) { return part.asked; });
}

/// Writes down how the part is, and tells the log when that is news.
void Health::judge(Part& part, const Result<void>& found) {
  const auto condition = found ? Condition::well : Condition::ill;
  part.state.why = found ? std::string() : found.error().message;
  if (condition == part.state.condition) return;

  const bool first_look = part.state.condition == Condition::unknown;
  part.state.condition = condition;
  part.state.since = clock_.now();
  if (!found) {
    log_.warning("part ill", {{"name", part.state.part},
                              {"why", found.error().message},
                              {"detail", found.error().detail}});
  } else if (!first_look) {
    log_.info("part well again", {{"name", part.state.part}});
  }
}

bool Health::vital_parts_well() const {
  return std::ranges::none_of(parts_, [](const Part& part) {
    return part.weight == Weight::vital && part.state.condition != Condition::well;
  });
}

}  // namespace tapedeck::runtime
