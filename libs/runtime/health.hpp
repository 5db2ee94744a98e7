#pragma once

#include "async/clock.hpp"
#include "async/event.hpp"
#include "async/task_group.hpp"
#include "base/instant.hpp"
#include "base/result.hpp"
#include "messages/health.hpp"
#include "telemetry/log.hpp"

#include <optional>
#include <string>
#include <vector>

namespace tapedeck::runtime {

/// Asks one part of a service how it is.
class Probe {
 public:
  virtual ~Probe() = default;

  /// Nothing when the part is well, else what is wrong with it. Ends by `deadline`. On the
  /// service's loop; touches nothing but the part.
  virtual Task<Result<void>> examine(Deadline deadline) = 0;
};

/// Whether losing a part stops the service from answering.
enum class Weight : std::uint8_t {
  vital,   ///< Not ready while it is ill: the database.
  useful,  ///< Ready all the same: the Archive, another service. Offline first.
};

/// How one service and its parts are.
///
/// Parts are examined when somebody asks and the last look is older than a second, all at once and
/// each for at most a second, so that many who ask cost one look. Who asks never waits for a part
/// that hangs in a call of the system, as on a network disk that is gone: it is ill, and not asked
/// again before it has ended. Lives on the service's loop; not thread-safe.
class Health {
 public:
  Health(async::Executor executor, Clock& clock, telemetry::Log log, std::string service);

  /// Adds a part, before the first question. `probe` outlives the health.
  void watch(std::string part, Weight weight, Probe& probe);

  /// From now on the service is not ready, whatever its parts say: it is about to stop.
  void begin_draining();

  /// Every part, as it was at most a second ago. A change of a part is logged once, here.
  Task<messages::ServiceHealth> report();

  /// Whether requests should be sent here.
  Task<bool> ready();

  /// Ends the looks that are under way. Call before the destructor.
  Task<void> stop();

 private:
  struct Part {
    Weight weight;
    Probe& probe;
    messages::PartHealth state;
    bool asked = false;  ///< And has not answered yet.
  };

  Task<void> look();
  Task<void> look_at_all();
  Task<void> examine(Part& part);
  [[nodiscard]] bool all_have_answered() const;
  void judge(Part& part, const Result<void>& found);
  [[nodiscard]] bool vital_parts_well() const;

  Clock& clock_;
  telemetry::Log log_;
  std::string service_;
  Instant started_;
  std::vector<Part> parts_;
  std::optional<Clock::Ticks> looked_;
  bool looking_ = false;
  async::Event look_ended_;
  async::Event part_answered_;
  bool draining_ = false;
  async::TaskGroup tasks_;
};

}  // namespace tapedeck::runtime
