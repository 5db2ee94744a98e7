#pragma once

#include <string_view>

namespace tapedeck::telemetry {

/// Takes the lines of the log.
///
/// Until a Redirect names another, lines go to standard error at once, and whoever writes them
/// waits while its reader does not read. That suits a command; a server uses a LogQueue.
class LogSink {
 public:
  virtual ~LogSink() = default;

  /// Takes one whole line with its line feed. Called from any thread, also from several at once;
  /// keeps nothing of `line` after it returns, and does not log.
  virtual void write(std::string_view line) = 0;
};

/// Sends the process's log to `sink` for as long as it lives, then to where it went before.
///
/// Made and destroyed while no other thread logs: in main() around everything, and in tests.
class Redirect {
 public:
  explicit Redirect(LogSink& sink) noexcept;
  ~Redirect();
  Redirect(const Redirect&) = delete;
  Redirect& operator=(const Redirect&) = delete;

 private:
  LogSink* before_;
};

}  // namespace tapedeck::telemetry
