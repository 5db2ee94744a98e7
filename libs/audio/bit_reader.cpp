#include "audio/bit_reader.hpp"

#include <algorithm>
#include <bit>

namespace tapedeck::audio {

void BitReader::fill() {
  while (have_ <= 56) {
    if (seen_.empty() && at_ < window_.source_bytes() && !broken_) {
      auto seen = window_.see(at_, 1);
      if (seen) {
        seen_ = *seen;
      } else {
        broken_ = seen.error();
      }
    }
    std::uint64_t byte = 0xff;
    if (!seen_.empty()) {
      byte = seen_.front();
      seen_ = seen_.subspan(1);
    }
    cache_ |= byte << (56 - have_);
    have_ += 8;
    ++at_;
  }
}

std::uint32_t BitReader::bits(unsigned count) {
  if (count == 0) return 0;
  if (have_ < count) fill();
  const auto value = static_cast<std::uint32_t>(cache_ >> (64 - count));
  cache_ <<= count;
  have_ -= count;
  return value;
}

std::uint32_t BitReader::zeros() {
  std::uint32_t count = 0;
  for (;;) {
    if (have_ == 0) fill();
    const auto here = std::min(static_cast<unsigned>(std::countl_zero(cache_)), have_);
    count += here;
    if (here < have_) {
      cache_ = here == 63 ? 0 : cache_ << (here + 1);
      have_ -= here + 1;
      return count;
    }
    cache_ = 0;
    have_ = 0;
    if (count > most_zeros) return count;
  }
}

}  // namespace tapedeck::audio
