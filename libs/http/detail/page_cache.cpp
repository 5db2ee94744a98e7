#include "http/detail/page_cache.hpp"

#include "http/detail/file_errors.hpp"

#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>

namespace tapedeck::http::detail {
namespace {

using namespace std::chrono_literals;

/// preadv2(2) with RWF_NOWAIT reads only what needs no disk.
bool byte_in_memory(int descriptor, std::uint64_t at) noexcept {
  char byte = 0;
  const iovec room{&byte, 1};
  return ::preadv2(descriptor, &room, 1, static_cast<off_t>(at), RWF_NOWAIT) >= 0;
}

Result<void> read_through(FilePart part) {
  std::array<char, 64 * 1024> unused{};
  while (part.bytes > 0) {
    const auto wanted = std::min<std::uint64_t>(part.bytes, unused.size());
    const auto got =
        ::pread(part.descriptor, unused.data(), wanted, static_cast<off_t>(part.first));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return file_failed(errno);
    if (got == 0) return file_shrank();
    part.first += static_cast<std::uint64_t>(got);
    part.bytes -= static_cast<std::uint64_t>(got);
  }
  return {};
}

}  // namespace

bool in_memory(const FilePart& part) noexcept {
  return byte_in_memory(part.descriptor, part.first) &&
         byte_in_memory(part.descriptor, part.first + part.bytes - 1);
}

Task<Result<void>> bring_into_memory(async::Pool& pool, Clock& clock, FilePart part) {
  constexpr auto patience = 1min;
  constexpr auto pause = 100ms;
  const auto deadline = Deadline::in(clock, patience);
  for (;;) {
    auto read = co_await pool.run(&read_through, part);
    const bool busy = !read && read.error().code == Errc::unavailable;
    if (!busy || deadline.passed(clock)) co_return read;
    auto slept = co_await clock.sleep_for(pause);
    if (!slept) co_return slept;
  }
}

}  // namespace tapedeck::http::detail
