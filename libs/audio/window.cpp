#include "audio/window.hpp"

#include "base/ensure.hpp"

#include <algorithm>

namespace tapedeck::audio {

Window::Window(ByteSource& source)
    : source_(source), source_bytes_(source.bytes()), buffer_(most_bytes) {}

Result<std::span<const std::uint8_t>> Window::see(std::uint64_t at, std::size_t least) {
  ensure(least <= most_bytes, "no reader looks at more than a window");
  if (at >= source_bytes_) return std::span<const std::uint8_t>();
  const auto wanted = std::min<std::uint64_t>(least, source_bytes_ - at);
  const bool seen = at >= first_ && at - first_ <= filled_ && filled_ - (at - first_) >= wanted;
  if (!seen) {
    filled_ = 0;
    auto got = source_.read(at, buffer_);
    if (!got) return failure(got);
    first_ = at;
    filled_ = *got;
    // A file that shrinks while it is read must not be taken for one that ends in order.
    if (filled_ < wanted) return fail(Errc::invalid, "The file became shorter while it was read.");
  }
  return std::span<const std::uint8_t>(buffer_).subspan(static_cast<std::size_t>(at - first_),
                                                        filled_ - (at - first_));
}

}  // namespace tapedeck::audio
