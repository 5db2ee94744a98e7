#include "base/random.hpp"

#include "base/ensure.hpp"

#include <sys/random.h>

#include <cerrno>

namespace tapedeck {

void fill_random(std::span<std::uint8_t> bytes) {
  while (!bytes.empty()) {
    const auto got = ::getrandom(bytes.data(), bytes.size(), 0);
    if (got < 0 && errno == EINTR) continue;
    ensure(got > 0, "the kernel must give random bytes");
    bytes = bytes.subspan(static_cast<std::size_t>(got));
  }
}

}  // namespace tapedeck
