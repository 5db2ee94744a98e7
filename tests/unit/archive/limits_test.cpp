#include "archive/brake.hpp"
#include "archive/breaker.hpp"

#include <doctest/doctest.h>

using namespace tapedeck;
using namespace tapedeck::archive;
using namespace std::chrono_literals;

namespace {

Clock::Ticks at(std::chrono::milliseconds since_start) { return Clock::Ticks{} + since_start; }

constexpr async::Backoff doubling{.first = 2s, .ceiling = 300s};

}  // namespace

TEST_CASE("the brake holds for as long as the Archive asks") {
  Brake brake(doubling, 1h);
  CHECK_FALSE(brake.pressed());
  brake.press(at(0s), at(1s), 120s, 0);
  CHECK(brake.until() == at(121s));
  CHECK(brake.pressed());
}

TEST_CASE("the brake holds for an hour at most") {
  Brake brake(doubling, 1h);
  brake.press(at(0s), at(0s), std::chrono::hours{24 * 365}, 0);
  CHECK(brake.until() == at(1h));
}

TEST_CASE("without a time named the brake holds twice as long after each failure") {
  Brake brake(doubling, 1h);
  std::chrono::milliseconds now = 0s;
  std::chrono::milliseconds longest = 2s;
  for (int failure = 1; failure <= 12; ++failure) {
    CAPTURE(failure);
    brake.press(at(now), at(now + 1ms), {}, 12'345);
    const auto wait = brake.until() - at(now + 1ms);
    CHECK(wait >= longest / 2);
    CHECK(wait <= longest);
    longest = std::min<std::chrono::milliseconds>(2 * longest, 300s);
    now += 301s;
  }
}

TEST_CASE("two calls that fail together press the brake once") {
  Brake brake(doubling, 1h);
  brake.press(at(1s), at(2s), {}, 0);
  const auto until = brake.until();
  brake.press(at(1s), at(3s), {}, 0);
  CHECK(brake.until() == until);
  brake.press(at(2s), at(3s), 60s, 0);
  CHECK(brake.until() == at(63s));
}

TEST_CASE("an answer to a call from before the failure does not release the brake") {
  Brake brake(doubling, 1h);
  brake.press(at(1s), at(2s), {}, 0);
  brake.ease(at(1500ms));
  CHECK(brake.pressed());
  brake.ease(at(5s));
  CHECK_FALSE(brake.pressed());
}

TEST_CASE("a host that refuses is left alone, longer each time") {
  Breaker breaker({.first = 60s, .longest = 10min});
  CHECK_FALSE(breaker.open());
  breaker.unreachable(at(0s), at(1s));
  CHECK(breaker.until() == at(61s));
  breaker.unreachable(at(61s), at(62s));
  CHECK(breaker.until() == at(182s));
  for (int i = 0; i < 40; ++i)
    breaker.unreachable(at(1h * (i + 1)), at(1h * (i + 1)));
  CHECK(breaker.until() == at(40h + 10min));
}

TEST_CASE("calls that were under way when the host was given up do not count again") {
  Breaker breaker({.first = 60s, .longest = 10min});
  breaker.unreachable(at(5s), at(6s));
  breaker.unreachable(at(5s), at(7s));
  breaker.silent(at(6s), at(8s));
  CHECK(breaker.until() == at(66s));
}

TEST_CASE("any answer makes the host reachable again") {
  Breaker breaker({.first = 60s, .longest = 10min});
  breaker.unreachable(at(0s), at(1s));
  breaker.answered();
  CHECK_FALSE(breaker.open());
  breaker.unreachable(at(100s), at(100s));
  CHECK(breaker.until() == at(160s));
}

TEST_CASE("three silent calls in a row are as bad as a refused one") {
  Breaker breaker({.first = 60s, .longest = 10min, .silences = 3});
  breaker.silent(at(0s), at(1s));
  breaker.silent(at(1s), at(2s));
  CHECK_FALSE(breaker.open());
  breaker.answered();
  breaker.silent(at(2s), at(3s));
  breaker.silent(at(3s), at(4s));
  CHECK_FALSE(breaker.open());
  breaker.silent(at(4s), at(5s));
  CHECK(breaker.open());
}
