#include "async/backoff.hpp"

#include <algorithm>

namespace tapedeck::async {

std::chrono::milliseconds Backoff::wait(unsigned failures, std::uint32_t dice) const {
  const unsigned doublings = std::clamp(failures, 1U, 31U) - 1;
  const auto full = std::min<std::int64_t>(first.count() << doublings, ceiling.count());
  const auto half = full / 2;
  return std::chrono::milliseconds{half + static_cast<std::int64_t>(dice) % (full - half + 1)};
}

}  // namespace tapedeck::async
