#pragma once

#include "telemetry/log_sink.hpp"

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

namespace tapedeck::telemetry {

/// A bounded queue of lines and the thread that writes them to a file descriptor.
///
/// A pipe whose reader has stopped blocks whoever writes to it; here that is this thread and never
/// a loop. When the queue is full, lines are dropped and counted, and the next line that gets
/// through is preceded by one that says how many. Lines gather for two milliseconds and go out in
/// writes of whole lines of at most 4096 bytes, which a pipe keeps together (PIPE_BUF, pipe(7)), so
/// processes may share one. A longer line goes out in pieces.
class LogQueue final : public LogSink {
 public:
  static constexpr std::size_t default_bytes = 1024 * 1024;
  static constexpr std::chrono::milliseconds default_farewell{1'000};

  /// `descriptor` stays open until the queue is destroyed. `bytes` is what may wait, `farewell` how
  /// long the destructor bears a reader that does not read.
  explicit LogQueue(int descriptor, std::size_t bytes = default_bytes,
                    std::chrono::milliseconds farewell = default_farewell);

  /// Writes what waits, within the farewell, and ends the thread.
  ~LogQueue() override;
  LogQueue(const LogQueue&) = delete;
  LogQueue& operator=(const LogQueue&) = delete;

  /// Puts a line into the queue; never waits for the reader. Any thread.
  void write(std::string_view line) override;

  /// Lines dropped since the beginning: the queue was full, or nobody could be written to. Any
  /// thread.
  [[nodiscard]] std::uint64_t lost() const;

 private:
  void run();
  bool write_all(std::string_view lines);
  bool write_whole(std::string_view lines);
  bool wait_until_writable();

  const int descriptor_;
  const int stop_event_;
  const std::size_t room_;
  const std::chrono::milliseconds farewell_;

  mutable std::mutex mutex_;
  std::condition_variable arrived_;
  std::string waiting_;
  std::uint64_t lost_ = 0;
  std::uint64_t lost_told_ = 0;
  bool asleep_ = false;  ///< The thread waits without an end; a new line must wake it.
  bool stopping_ = false;
  /// Of the thread alone; set when it has seen that the queue closes.
  std::optional<std::chrono::steady_clock::time_point> give_up_at_;
  std::thread thread_;
};

}  // namespace tapedeck::telemetry
