#include "browse/core/cache_policy.hpp"

#include <doctest/doctest.h>

#include <array>
#include <string_view>

using namespace tapedeck;
using namespace tapedeck::browse;
using namespace std::chrono_literals;
using messages::CacheType;

namespace {

constexpr Instant noon{std::chrono::sys_days{std::chrono::year{1977} / 5 / 8} + 12h};

const CachePolicy policy;

}  // namespace

TEST_CASE("how good an answer is depends on its age and on what it is about") {
  struct Case {
    std::string_view why;
    CacheType type;
    std::chrono::milliseconds age;
    Freshness expected;
  };
  // clang-format off
  const auto cases = std::to_array<Case>({
      {"a search just now",              CacheType::search, 0ms,              Freshness::fresh},
      {"a search at its last moment",    CacheType::search, 30min - 1ms,      Freshness::fresh},
      {"a search past its time",         CacheType::search, 30min,            Freshness::refreshable},
      {"a search of yesterday",          CacheType::search, 24h,              Freshness::fallback},
      {"a search of last month",         CacheType::search, 24h * 30,         Freshness::useless},
      {"an item of this morning",        CacheType::item,   5h,               Freshness::fresh},
      {"an item of yesterday",           CacheType::item,   24h,              Freshness::refreshable},
      {"an item of last week",           CacheType::item,   24h * 7,          Freshness::fallback},
      {"an item of last winter",         CacheType::item,   24h * 90,         Freshness::useless},
      {"a picture of last month",        CacheType::thumbnail, 24h * 20,      Freshness::fresh},
      {"clocks that differ a little",    CacheType::item,   -30s,             Freshness::fresh},
      {"a clock that was set back",      CacheType::item,   -24h,             Freshness::refreshable},
  });
  // clang-format on
  for (const auto& c : cases) {
    CAPTURE(c.why);
    CHECK(policy.freshness_of(c.type, noon - c.age, noon) == c.expected);
  }
}

TEST_CASE("a caller keeps an answer for a minute at most, and a stale one not at all") {
  CHECK(policy.may_keep_for(CacheType::search, noon, noon) == 1min);
  CHECK(policy.may_keep_for(CacheType::search, noon - 30min + 20s, noon) == 20s);
  CHECK(policy.may_keep_for(CacheType::search, noon - 2h, noon) == 0s);
  CHECK(policy.may_keep_for(CacheType::search, noon + 1h, noon) == 0s);
}

TEST_CASE("a caller keeps a picture for a day") {
  CHECK(policy.may_keep_for(CacheType::thumbnail, noon, noon) == 24h);
}

TEST_CASE("an age is never below zero") {
  CHECK(age_of(noon - 1'500ms, noon) == 1s);
  CHECK(age_of(noon + 1h, noon) == 0s);
}

TEST_CASE("only what the Archive says of the question itself is repeated") {
  CHECK(policy.repeat_for(Errc::not_found) == 5min);
  CHECK(policy.repeat_for(Errc::invalid) == 5min);
  for (const auto code : {Errc::unavailable, Errc::rate_limited, Errc::timed_out,
                          Errc::bad_upstream, Errc::cancelled}) {
    CAPTURE(to_text(code));
    CHECK_FALSE(policy.repeat_for(code));
  }
}
