#include "gateway/core/login_throttle.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace std::chrono_literals;
using tapedeck::gateway::LoginThrottle;
using tapedeck::gateway::Moment;

namespace {

/// Somebody who guesses as fast as he is let, until `until`; how many guesses were looked at.
int guesses(LoginThrottle& throttle, const std::string& account, const std::string& address,
            Moment from, Moment until) {
  int count = 0;
  for (auto now = from; now < until;) {
    const auto wait = throttle.attempt(account, address, now);
    if (!wait) ++count;
    now += wait.value_or(0ns);
  }
  return count;
}

}  // namespace

TEST_CASE("five tries are free, and each one after that waits twice as long") {
  LoginThrottle throttle;
  Moment now{};
  for (int i = 0; i < 5; ++i)
    CHECK_FALSE(throttle.attempt("anna", "10.0.0.7", now));
  std::vector<std::chrono::nanoseconds> waits;
  for (int i = 0; i < 13; ++i) {
    const auto wait = throttle.attempt("anna", "10.0.0.7", now);
    REQUIRE(wait);
    waits.push_back(*wait);
    now += *wait;
    CHECK_FALSE(throttle.attempt("anna", "10.0.0.7", now));
  }
  const std::vector<std::chrono::nanoseconds> expected{1s,   2s,   4s,   8s,   16s,  32s, 64s,
                                                       128s, 256s, 512s, 900s, 900s, 900s};
  CHECK(waits == expected);
}

TEST_CASE("the right password forgives the wrong ones before it") {
  LoginThrottle throttle;
  const Moment now{};
  for (int i = 0; i < 5; ++i)
    CHECK_FALSE(throttle.attempt("anna", "10.0.0.7", now));
  throttle.succeeded("anna", "10.0.0.7");
  for (int i = 0; i < 5; ++i)
    CHECK_FALSE(throttle.attempt("anna", "10.0.0.7", now));
}

TEST_CASE("a try that was not made after all is no wrong one") {
  LoginThrottle throttle;
  const Moment now{};
  for (int i = 0; i < 50; ++i) {
    CHECK_FALSE(throttle.attempt("anna", "10.0.0.7", now));
    throttle.not_made("anna", "10.0.0.7");
  }
  for (int i = 0; i < 5; ++i)
    CHECK_FALSE(throttle.attempt("anna", "10.0.0.7", now));
  CHECK(throttle.attempt("anna", "10.0.0.7", now));
}

TEST_CASE("whoever logs in from another address does not feel that somebody guesses") {
  LoginThrottle throttle;
  const Moment now{};
  for (int i = 0; i < 5; ++i)
    CHECK_FALSE(throttle.attempt("anna", "203.0.113.9", now));
  CHECK(throttle.attempt("anna", "203.0.113.9", now));
  CHECK_FALSE(throttle.attempt("anna", "10.0.0.7", now));
}

TEST_CASE("an hour without a try begins anew") {
  LoginThrottle throttle;
  Moment now{};
  guesses(throttle, "anna", "10.0.0.7", now, now + 1h);
  now += 3h;
  for (int i = 0; i < 5; ++i)
    CHECK_FALSE(throttle.attempt("anna", "10.0.0.7", now));
}

TEST_CASE("guessing from one address comes to some twenty tries an hour") {
  LoginThrottle throttle;
  CHECK(guesses(throttle, "anna", "203.0.113.9", Moment{}, Moment{} + 1h) == 17);
}

TEST_CASE("guessing one account from everywhere comes to two hundred tries in the first hour") {
  LoginThrottle throttle;
  int looked_at = 0;
  for (int second = 0; second < 3'600; ++second) {
    const auto address = "203.0.113." + std::to_string(second);
    if (!throttle.attempt("anna", address, Moment{} + std::chrono::seconds{second})) ++looked_at;
  }
  CHECK(looked_at <= 200);  // a hundred at once, and a hundred an hour
  CHECK(looked_at >= 190);
}

TEST_CASE("guessing many accounts from one address comes to thirty tries a minute") {
  LoginThrottle throttle;
  int looked_at = 0;
  for (int i = 0; i < 600; ++i) {
    const auto now = Moment{} + std::chrono::milliseconds{i * 100};
    if (!throttle.attempt("user" + std::to_string(i), "203.0.113.9", now)) ++looked_at;
  }
  CHECK(looked_at <= 60);  // thirty at once, and thirty a minute
  CHECK(looked_at >= 58);
}

TEST_CASE("many tries at once are not judged by what is known before the first has ended") {
  LoginThrottle throttle;
  int let_through = 0;
  for (int i = 0; i < 50; ++i)
    if (!throttle.attempt("anna", "10.0.0.7", Moment{})) ++let_through;
  CHECK(let_through == 5);
}
