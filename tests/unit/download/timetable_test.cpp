#include "download/core/timetable.hpp"

#include "async/manual_clock.hpp"
#include "download/core/budget.hpp"

#include <doctest/doctest.h>

#include <array>
#include <chrono>
#include <string>
#include <string_view>
#include <vector>

using namespace tapedeck;
using namespace std::chrono_literals;
using download::Budget;
using download::Hours;
using download::Rate;
using download::Timetable;

namespace {

constexpr Rate no_bytes = 0;
constexpr Rate no_limit;

/// Hours over midnight, and hours of the day.
const std::vector<Hours> two_hours{{.from = 22h + 30min, .until = 6h, .rate = 900},
                                   {.from = 12h, .until = 12h + 1min, .rate = no_bytes}};

/// As in Berlin in 2026: clocks are put forward from 2:00 to 3:00 on 29 March, and back from 3:00
/// to 2:00 on 25 October, both at 1:00 UTC.
std::chrono::minutes in_berlin(Instant now) {
  constexpr Instant summer{std::chrono::sys_days{std::chrono::year{2026} / 3 / 29} + 1h};
  constexpr Instant winter{std::chrono::sys_days{std::chrono::year{2026} / 10 / 25} + 1h};
  const auto offset = now >= summer && now < winter ? 2h : 1h;
  return std::chrono::floor<std::chrono::minutes>(now.time_since_epoch() + offset) %
         std::chrono::days{1};
}

std::optional<Instant> closed_until(Timetable table, std::string_view now) {
  async::ManualClock clock(*parse_instant(now));
  return Budget(clock, std::move(table), &in_berlin).closed_until();
}

std::string opening(Timetable table, std::string_view now) {
  const auto at = closed_until(std::move(table), now);
  return at ? to_text(*at) : "open";
}

}  // namespace

TEST_CASE("the time of day says how fast downloads come") {
  const auto table = Timetable::make(two_hours, 500);
  REQUIRE(table);
  struct Case {
    std::chrono::minutes time;
    Rate rate;
  };
  for (const auto& c : std::to_array<Case>({{0h, 900},
                                            {5h + 59min, 900},
                                            {6h, 500},
                                            {11h + 59min, 500},
                                            {12h, no_bytes},
                                            {12h + 1min, 500},
                                            {22h + 29min, 500},
                                            {22h + 30min, 900},
                                            {23h + 59min, 900}})) {
    CAPTURE(c.time.count());
    CHECK(table->at(c.time) == c.rate);
  }
  CHECK(Timetable().at(12h) == no_limit);
}

TEST_CASE("hours that contradict one another are refused") {
  struct Case {
    std::string_view why;
    std::vector<Hours> hours;
    Rate rest;
  };
  const std::vector<Case> cases{
      {"hours that overlap", {{8h, 12h, 1}, {11h + 59min, 13h, 2}}, no_limit},
      {"over midnight, too", {{22h, 6h, 1}, {0h, 1h, 2}}, no_limit},
      {"no hours at all", {{8h, 8h, 1}}, no_limit},
      {"never a download", {}, no_bytes},
      {"never a download in two rows", {{8h, 12h, no_bytes}}, no_bytes},
  };
  for (const auto& c : cases) {
    CAPTURE(c.why);
    CHECK_FALSE(Timetable::make(c.hours, c.rest));
  }
  CHECK(Timetable::make({{8h, 12h, 1}, {12h, 8h, 2}}, no_bytes));
  CHECK(Timetable::make({{0h, 24h, 1}}, no_bytes));
}

TEST_CASE("closed hours end when the clock on the wall says so, also on the days it is set") {
  const auto nights = *Timetable::make({{1h, 7h, no_limit}}, no_bytes);
  const auto gap = *Timetable::make({{2h + 15min, 2h + 45min, no_limit}}, no_bytes);
  const auto siesta = *Timetable::make({{2h, 3h, no_bytes}}, no_limit);
  struct Case {
    std::string_view why;
    Timetable table;
    std::string_view now, opens;
  };
  const std::vector<Case> cases{
      {"in the evening", nights, "2026-01-10T20:00:30.250Z", "2026-01-11T00:00:00.000Z"},
      {"in summer", nights, "2026-07-10T20:00:00Z", "2026-07-10T23:00:00.000Z"},
      {"in the open hours", nights, "2026-07-10T23:00:00Z", "open"},
      {"the night clocks go forward", nights, "2026-03-28T20:00:00Z", "2026-03-29T00:00:00.000Z"},
      {"hours that are skipped", gap, "2026-03-29T00:30:00Z", "2026-03-30T00:15:00.000Z"},
      {"hours that come twice", gap, "2026-10-25T00:45:00Z", "2026-10-25T01:15:00.000Z"},
      {"closed hours that are skipped", siesta, "2026-03-29T01:00:00Z", "open"},
      {"closed hours that come twice", siesta, "2026-10-25T00:30:00Z", "2026-10-25T02:00:00.000Z"},
  };
  for (const auto& c : cases) {
    CAPTURE(c.why);
    CHECK(opening(c.table, c.now) == c.opens);
  }
}
