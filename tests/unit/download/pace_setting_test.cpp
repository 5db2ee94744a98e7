#include "download/pace_setting.hpp"

#include "download/wall_clock.hpp"

#include <doctest/doctest.h>
#include <stdlib.h>
#include <time.h>

#include <array>
#include <chrono>
#include <string>
#include <string_view>

using namespace tapedeck;
using namespace std::chrono_literals;
using download::Rate;
using download::Timetable;
using PaceSetting = runtime::SettingType<Timetable>;

TEST_CASE("the pace of downloads is read as an operator writes it, and shown the same way") {
  struct Case {
    std::string_view text, shown;
    std::chrono::minutes time;
    Rate rate;
  };
  for (const auto& c : std::to_array<Case>({
           {"2MB/s", "2MB/s", 0h, 2'000'000},
           {"1kB/s", "1kB/s", 0h, 1'000},
           {"512KiB/s", "512KiB/s", 0h, 524'288},
           {"unlimited", "unlimited", 0h, {}},
           {"08:00-23:00 500kB/s", "08:00-23:00 500kB/s", 7h, {}},
           {"08:00-23:00 500kB/s", "08:00-23:00 500kB/s", 8h, 500'000},
           {"01:00-07:00 Unlimited,Paused", "01:00-07:00 unlimited, paused", 9h, 0},
           {"  08:00-23:00   500kB/s ,23:00-08:00 unlimited",
            "08:00-23:00 500kB/s, 23:00-08:00 unlimited",
            1h,
            {}},
           {"18:00-24:00 paused, 1MB/s", "18:00-24:00 paused, 1MB/s", 23h + 59min, 0},
       })) {
    CAPTURE(c.text);
    const auto table = PaceSetting::read(c.text, {});
    REQUIRE_MESSAGE(table, table.error());
    CHECK(table->at(c.time) == c.rate);
    CHECK(PaceSetting::show(*table) == c.shown);
    CHECK(PaceSetting::read(PaceSetting::show(*table), {}) == table);
  }
}

TEST_CASE("a pace that nobody can keep is refused with what to give") {
  for (const std::string_view text : {"",
                                      "fast",
                                      "2MB",
                                      "0",
                                      "0/s",
                                      "999/s",
                                      "-1MB/s",
                                      "2MB/s, 1MB/s",
                                      "8:00-23:00 1MB/s",
                                      "08:00 1MB/s",
                                      "08:00-25:00 1MB/s",
                                      "08:60-23:00 1MB/s",
                                      "24:00-08:00 1MB/s",
                                      "08:00-08:00 1MB/s",
                                      "08:00-12:00 1MB/s, 11:00-13:00 2MB/s",
                                      "paused",
                                      "08:00-20:00 paused, paused",
                                      "08:00-23:00",
                                      "08:00-23:00 1MB/s,",
                                      "1MB/s\n"}) {
    CAPTURE(text);
    const auto table = PaceSetting::read(text, {});
    REQUIRE_FALSE(table);
    CHECK(table.error().contains("Give a rate, or rates with hours"));
  }
}

TEST_CASE("the clock on the wall is that of the time zone") {
  constexpr Instant summer{std::chrono::sys_days{std::chrono::year{2026} / 7 / 1} + 22h + 30min};
  // The rules in full, as POSIX has them: whatever the machine knows of time zones.
  ::setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3", 1);
  ::tzset();
  CHECK(download::time_of_day(summer) == 30min);
  CHECK(download::time_of_day(summer + std::chrono::days{180}) == 23h + 30min);
  ::setenv("TZ", "UTC0", 1);
  ::tzset();
  CHECK(download::time_of_day(summer) == 22h + 30min);
  ::unsetenv("TZ");
  ::tzset();
}
