#pragma once

#include "contest.hpp"
#include "folder.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tapedeck::bench {

/// Writes a file of `bytes` that does not compress well.
void write_file(const std::string& path, std::size_t bytes);

/// What starts nginx with two workers and an access log, all in `folder`. `name` is one of its own;
/// `servers` are blocks inside `http`, from listening() for one.
[[nodiscard]] std::vector<std::string> nginx(const Folder& folder, const std::string& name,
                                             std::string_view servers);

/// A `server` block on a port of 127.0.0.1.
[[nodiscard]] std::string listening(std::uint16_t port, const std::string& inside);

/// nginx before nginx with a file of `bytes` at `target`: as much as a gateway and a service can
/// hope for.
class NginxHops {
 public:
  NginxHops(const Folder& folder, const std::string& target, std::size_t bytes);

  /// The one in front; what the one behind uses counts as its own.
  [[nodiscard]] Contender& front() { return front_; }

 private:
  std::uint16_t back_port_;
  std::uint16_t front_port_;
  Contender back_;
  Contender front_;
};

}  // namespace tapedeck::bench
