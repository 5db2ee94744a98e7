#pragma once

#include <sys/types.h>

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tapedeck::test {

/// A program of ours, running as a real process of its own.
///
/// What it writes to standard output and standard error is kept; reading waits on the pipe, never
/// on a clock, and at most `patience`. Whatever still runs at the end of the test is killed.
class Program {
 public:
  static constexpr std::chrono::seconds patience{30};

  /// Starts `arguments[0]` in `folder` with nothing in its environment but PATH and `environment`.
  Program(std::vector<std::string> arguments, std::map<std::string, std::string> environment,
          const std::string& folder);
  ~Program();
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;

  /// Reads on until a line of standard error contains every one of `words`; nothing when the
  /// program ends, or is silent for too long, before that.
  std::optional<std::string> line_with(std::vector<std::string_view> words);

  void signal(int number);

  /// Waits until it has ended: its exit code, or minus the number of the signal that ended it.
  int wait();

  [[nodiscard]] pid_t pid() const noexcept { return pid_; }

  /// What it has written so far; everything, once wait() has returned.
  [[nodiscard]] const std::string& output() const noexcept { return output_; }
  [[nodiscard]] const std::string& errors() const noexcept { return errors_; }

 private:
  bool read_more(std::chrono::steady_clock::time_point until);

  pid_t pid_ = -1;
  int output_pipe_ = -1;
  int errors_pipe_ = -1;
  std::string output_;
  std::string errors_;
  std::size_t looked_at_ = 0;
  std::optional<int> ended_;
};

}  // namespace tapedeck::test
