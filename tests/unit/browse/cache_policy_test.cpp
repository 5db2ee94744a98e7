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
      {"an item of last month",          CacheType::item,   24h * 30,         Freshness::useless},
      {"a picture of this month",        CacheType::thumbnail, 24h * 30 - 1ms, Freshness::fresh},
      {"a picture of last month",        CacheType::thumbnail, 24h * 30,      Freshness::useless},
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

TEST_CASE("nothing is given for longer than the operator wants, unless it is fresh") {
  CachePolicy brief;
  brief.stale_for = 24h;
  brief.thumbnail_fresh = 24h * 2;
  for (const auto type : {CacheType::search, CacheType::item}) {
    CHECK(brief.freshness_of(type, noon - 24h + 1ms, noon) == Freshness::refreshable);
    CHECK(brief.freshness_of(type, noon - 24h, noon) == Freshness::useless);
  }
  CHECK(brief.freshness_of(CacheType::thumbnail, noon - 25h, noon) == Freshness::fresh);
  CHECK(brief.freshness_of(CacheType::thumbnail, noon - 24h * 2, noon) == Freshness::useless);

  CachePolicy patient;
  patient.stale_for = 24h * 3650;
  patient.search_fresh = 24h * 2;
  CHECK(patient.freshness_of(CacheType::search, noon - 24h * 2, noon) == Freshness::fallback);
  CHECK(patient.freshness_of(CacheType::item, noon - 24h * 6, noon) == Freshness::refreshable);
  CHECK(patient.freshness_of(CacheType::item, noon - 24h * 3649, noon) == Freshness::fallback);
  CHECK(patient.freshness_of(CacheType::thumbnail, noon - 24h * 89, noon) ==
        Freshness::refreshable);
}

namespace {

Error error(Errc code, std::optional<std::chrono::milliseconds> retry_after = {}) {
  return Error{code, "It went wrong.", "", retry_after, {}};
}

}  // namespace

TEST_CASE("what the Archive says of the question itself is repeated for minutes") {
  for (const auto type : {CacheType::search, CacheType::item, CacheType::thumbnail}) {
    CHECK(policy.repeat_for(type, error(Errc::not_found)) == 5min);
    CHECK(policy.repeat_for(type, error(Errc::invalid)) == 5min);
    CHECK_FALSE(policy.repeat_for(type, error(Errc::rate_limited, 2min)));
    CHECK_FALSE(policy.repeat_for(type, error(Errc::unavailable, 1min)));
    CHECK_FALSE(policy.repeat_for(type, error(Errc::timed_out)));
    CHECK_FALSE(policy.repeat_for(type, error(Errc::cancelled)));
  }
}

TEST_CASE("what went wrong is repeated for a moment, and that a picture is none for minutes") {
  for (const auto code : {Errc::bad_upstream, Errc::unavailable}) {
    CAPTURE(to_text(code));
    CHECK(policy.repeat_for(CacheType::search, error(code)) == 30s);
    CHECK(policy.repeat_for(CacheType::item, error(code)) == 30s);
  }
  CHECK(policy.repeat_for(CacheType::thumbnail, error(Errc::bad_upstream)) == 5min);
  CHECK(policy.repeat_for(CacheType::thumbnail, error(Errc::unavailable)) == 30s);
  CachePolicy forgetful;
  forgetful.refusal = 1s;
  CHECK(forgetful.repeat_for(CacheType::item, error(Errc::bad_upstream)) == 1s);
}
