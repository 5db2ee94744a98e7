#pragma once

#include <sys/types.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tapedeck::bench {

/// A program that runs beside the bench: a server to be measured. Ended and waited for with it.
class Child {
 public:
  /// Starts `command` (found by PATH). Standard error goes to the file `log`. Throws when it cannot
  /// be started.
  Child(const std::vector<std::string>& command, const std::string& log);
  ~Child();
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  /// The next line of its standard output, without the line feed; nothing at the end.
  std::optional<std::string> line();

  /// CPU time it and its children have used, in seconds: neighbours on the machine do not count.
  [[nodiscard]] double cpu_seconds() const;

  /// Anonymous memory of it and its children now, in bytes.
  [[nodiscard]] std::uint64_t anonymous_bytes() const;

 private:
  [[nodiscard]] std::vector<pid_t> family() const;

  pid_t pid_ = -1;
  int output_ = -1;
};

/// A TCP port of 127.0.0.1 that nobody listens on, for servers that must be told one.
[[nodiscard]] std::uint16_t free_port();

/// Waits until somebody listens on `port`, at most 15 s; throws when nobody does.
void wait_for_port(std::uint16_t port);

/// Connects to `port`; throws when it cannot.
[[nodiscard]] int connect_to(std::uint16_t port);

}  // namespace tapedeck::bench
