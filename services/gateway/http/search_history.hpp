#pragma once

#include "async/clock.hpp"
#include "async/event.hpp"
#include "async/task_group.hpp"
#include "database/pool.hpp"
#include "gateway/store/searches.hpp"
#include "http/request.hpp"
#include "http/response.hpp"
#include "telemetry/log.hpp"
#include "telemetry/metrics.hpp"

#include <chrono>
#include <optional>
#include <vector>

namespace tapedeck::gateway {

/// What users have searched, written down behind their backs: no answer waits for it.
///
/// Searches gather for a second and are written together. At most `most_waiting` wait; what comes
/// on top of that is counted and not kept. Lives on the gateway's loop.
class SearchHistory {
 public:
  static constexpr std::size_t most_waiting = 256;
  static constexpr std::chrono::seconds gathers_for{1};

  /// `kept` is how long a search is remembered; zero remembers none. All outlive the history.
  SearchHistory(async::Executor executor, Clock& clock, database::Pool& database,
                telemetry::Log log, telemetry::Metrics& metrics, std::chrono::milliseconds kept);

  /// Begins to write. Call once.
  void start();

  /// Writes what waits and ends. Call once after start(), before the destructor.
  Task<void> stop();

  /// The search that `request` is, if it is to be remembered: of somebody who is signed in, and the
  /// first page alone, for the next ones are the same search.
  [[nodiscard]] std::optional<Search> search_of(const http::Request& request,
                                                SearchType type) const;

  /// Remembers `search` when `answer` says what was found, which a large one does as it passes.
  void watch(http::Response& answer, Search search);

  /// Forgets what is older than it may be.
  Task<Result<void>> sweep();

 private:
  class Watched;

  void add(Search search);
  Task<void> keep_writing();
  Task<void> write();

  Clock& clock_;
  database::Pool& database_;
  telemetry::Log log_;
  telemetry::Counter dropped_;
  std::chrono::milliseconds kept_;
  std::vector<Search> waiting_;
  async::Event came_;
  async::TaskGroup tasks_;
};

/// What an answer of a search says of how much was found: the `total` at its beginning. Nothing
/// when it does not begin so.
[[nodiscard]] std::optional<std::int64_t> total_of(std::string_view answer);

}  // namespace tapedeck::gateway
