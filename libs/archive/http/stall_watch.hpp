#pragma once

#include <chrono>
#include <cstdint>

namespace tapedeck::archive {

/// Tells when a connection has fallen silent, or does no more than drip.
///
/// In place of curl's own low-speed limit, which goes on counting the time a transfer was paused
/// for: a disk that was slow for half a minute would look like a silent network. Pure.
class StallWatch {
 public:
  using Ticks = std::chrono::steady_clock::time_point;

  /// Less than this is a drip when it goes on for twice `idle`.
  static constexpr std::uint64_t least_bytes_per_second = 1'024;

  StallWatch(std::chrono::milliseconds idle, Ticks now);

  void received(std::uint64_t bytes, Ticks now);

  /// While paused nothing is expected; resuming begins anew.
  void pause() noexcept { paused_ = true; }
  void resume(Ticks now);

  [[nodiscard]] bool stalled(Ticks now) const;

  /// When to look again, if nothing comes until then.
  [[nodiscard]] Ticks look_again() const;

 private:
  [[nodiscard]] bool drips(Ticks now) const;

  std::chrono::milliseconds idle_;
  Ticks last_;
  Ticks window_;
  std::uint64_t window_bytes_ = 0;
  bool paused_ = false;
};

}  // namespace tapedeck::archive
