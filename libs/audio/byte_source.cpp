#include "audio/byte_source.hpp"

#include <algorithm>

namespace tapedeck::audio {

Result<std::size_t> MemorySource::read(std::uint64_t at, std::span<std::uint8_t> into) {
  if (at >= bytes_.size()) return std::size_t{0};
  const auto rest = bytes_.subspan(static_cast<std::size_t>(at));
  const auto count = std::min(rest.size(), into.size());
  std::ranges::copy(rest.first(count), into.begin());
  return count;
}

}  // namespace tapedeck::audio
