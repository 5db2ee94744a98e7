#include "async/backoff.hpp"

#include <doctest/doctest.h>

using namespace tapedeck::async;
using namespace std::chrono_literals;

TEST_CASE("each failure doubles the longest wait, up to the ceiling") {
  const Backoff backoff{.first = 2s, .ceiling = 60s};
  const auto longest = [&](unsigned failures) {
    std::chrono::milliseconds most{0};
    for (std::uint32_t dice = 0; dice < 60'001; ++dice) {
      most = std::max(most, backoff.wait(failures, dice));
    }
    return most;
  };
  CHECK(longest(1) == 2s);
  CHECK(longest(2) == 4s);
  CHECK(longest(5) == 32s);
  CHECK(longest(6) == 60s);
  CHECK(longest(1'000) == 60s);
}

TEST_CASE("no wait is shorter than half of the longest") {
  const Backoff backoff{.first = 2s, .ceiling = 60s};
  for (std::uint32_t dice = 0; dice < 100'000; dice += 7)
    CHECK(backoff.wait(3, dice) >= 4s);
}
