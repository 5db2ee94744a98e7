#pragma once

#include "archive/wire.hpp"
#include "async/doorbell.hpp"

#include <cstddef>
#include <mutex>
#include <optional>
#include <span>
#include <vector>

namespace tapedeck::archive {

/// What passes between a coroutine that awaits an answer and the thread that receives it.
///
/// Shared by the two, since either may be done with it first: the coroutine when it is cancelled,
/// the thread when all has come. Any thread; each function says whose it is.
class Exchange {
 public:
  /// `bell` wakes the coroutine; it is not rung after leave().
  Exchange(WireRequest request, async::Doorbell& bell)
      : request_(std::move(request)), bell_(&bell) {}

  [[nodiscard]] const WireRequest& request() const noexcept { return request_; }

  /// What has come since the last time. The bytes are in the vector that was given.
  struct Delivery {
    std::optional<WireHead> head{};
    std::optional<WireOutcome> outcome{};
    bool was_full = false;  ///< WireRequest::ahead was there: the connection is to be resumed.
  };

  /// The coroutine's. `bytes` is emptied and filled; its memory is used again.
  [[nodiscard]] Delivery take(std::vector<std::byte>& bytes);

  /// The coroutine's, last: from here on nobody is told anything.
  void leave();

  /// The thread's.
  enum class Taken : std::uint8_t { yes, full, too_long };
  void begin(WireHead head);
  [[nodiscard]] Taken put(std::span<const std::byte> bytes);
  void end(WireOutcome outcome);

 private:
  void ring();

  WireRequest request_;  // set once; any thread reads it
  std::mutex mutex_;     // guards all below
  async::Doorbell* bell_;
  Delivery delivery_;
  std::vector<std::byte> bytes_;
  std::uint64_t total_ = 0;
};

}  // namespace tapedeck::archive
