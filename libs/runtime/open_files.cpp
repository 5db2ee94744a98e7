#include "runtime/open_files.hpp"

#include <sys/resource.h>

#include <algorithm>

namespace tapedeck::runtime {
namespace {

/// More than four full servers in one process take; a table of this size costs the kernel 512 KiB.
constexpr rlim_t most_files = 65'536;

constexpr std::size_t left_free = 256;

}  // namespace

std::size_t open_files() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return 1024;  // what nearly every system begins with
  return static_cast<std::size_t>(std::min(limit.rlim_cur, most_files));
}

std::size_t raise_open_files() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur < most_files) {
    limit.rlim_cur = std::min(limit.rlim_max, most_files);
    ::setrlimit(RLIMIT_NOFILE, &limit);  // else it stays as it is, which open_files() says
  }
  return open_files();
}

http::ServerLimits server_limits(std::size_t files) {
  const auto room = files - std::min(left_free, files / 2);
  http::ServerLimits limits;
  limits.connections = std::min(limits.connections, room);
  // One machine takes a quarter, as where nothing is scarce.
  limits.connections_per_address = std::min(limits.connections_per_address, room / 4);
  limits.last_descriptor = static_cast<int>(room) - 1;
  return limits;
}

}  // namespace tapedeck::runtime
