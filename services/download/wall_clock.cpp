#include "download/wall_clock.hpp"

#include "base/ensure.hpp"

#include <time.h>

namespace tapedeck::download {

std::chrono::minutes time_of_day(Instant now) {
  const std::time_t seconds =
      std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count();
  std::tm shown{};
  ensure(::localtime_r(&seconds, &shown) != nullptr, "an instant has a year that fits");
  return std::chrono::hours{shown.tm_hour} + std::chrono::minutes{shown.tm_min};
}

}  // namespace tapedeck::download
