#pragma once

#include "async/clock.hpp"
#include "async/task.hpp"
#include "base/result.hpp"
#include "database/migration.hpp"
#include "database/url.hpp"

#include <cstdint>
#include <string_view>

namespace tapedeck::runtime {

/// One of the four services, as the host sees it. Its coroutines run on its own loop.
class Service {
 public:
  virtual ~Service() = default;

  /// The word of its folder: "browse".
  [[nodiscard]] virtual std::string_view name() const noexcept = 0;

  /// The loop it lives on.
  [[nodiscard]] virtual async::Executor executor() noexcept = 0;

  /// Where its tables are, and what is done to them before it starts.
  [[nodiscard]] virtual const database::Url& database() const noexcept = 0;
  [[nodiscard]] virtual database::Migrations migrations() const = 0;

  /// Opens its port and gives it. Errors: a sentence for the operator.
  virtual Task<Result<std::uint16_t>> start() = 0;

  /// Not ready from now on; everything goes on working.
  virtual Task<void> begin_draining() = 0;

  /// Closes the port, lets what runs end until `deadline`, ends the rest. Called once after
  /// start(), whether that succeeded or not.
  virtual Task<void> stop(Deadline deadline) = 0;
};

}  // namespace tapedeck::runtime
