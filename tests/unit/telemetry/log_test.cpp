#include "telemetry/log.hpp"

#include "support/captured_log.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cstdint>
#include <limits>
#include <string>

using namespace tapedeck;
using namespace tapedeck::telemetry;

namespace {

constexpr Log browse_log("browse");

/// A line without its time, which differs each time.
std::string after_time(const std::string& line) {
  constexpr std::size_t time = std::string_view(R"({"ts":"2026-03-01T20:15:00.000000Z",)").size();
  return line.substr(time);
}

/// Puts the level back where it was.
struct LevelForOneTest {
  explicit LevelForOneTest(Level level) { set_log_level(level); }
  ~LevelForOneTest() { set_log_level(before); }
  Level before = log_level();
};

}  // namespace

TEST_CASE(
    "a line is one JSON object with its time, its level, its part, its words and its fields") {
  const test::CapturedLog log;
  const std::string route = "/browse/items/{identifier}";
  browse_log.info("answered", {{"route", route},
                               {"status", 200},
                               {"ms", 1.25},
                               {"bytes", std::uint64_t{20'480}},
                               {"cached", true},
                               {"q", "say \"hi\""}});
  REQUIRE(log.lines().size() == 1);
  const auto line = log.lines()[0];
  CHECK(after_time(line) ==
        R"("level":"info","part":"browse","msg":"answered","route":"/browse/items/{identifier}",)"
        R"("status":200,"ms":1.25,"bytes":20480,"cached":true,"q":"say \"hi\""})");
  CHECK(line.starts_with(R"({"ts":"20)"));
  CHECK(line.substr(26, 10).find_first_not_of("0123456789.Z\",") == std::string::npos);
}

TEST_CASE("a number is written whole, and as null when it is none") {
  const test::CapturedLog log;
  browse_log.info("x", {{"a", std::numeric_limits<std::int64_t>::min()},
                        {"b", std::numeric_limits<std::uint64_t>::max()},
                        {"c", std::numeric_limits<double>::quiet_NaN()},
                        {"d", -std::numeric_limits<double>::infinity()},
                        {"e", -std::numeric_limits<double>::max()},
                        {"f", 0.1}});
  CHECK(after_time(log.lines().at(0)) ==
        R"("level":"info","part":"browse","msg":"x","a":-9223372036854775808,)"
        R"("b":18446744073709551615,"c":null,"d":null,"e":-1.7976931348623157e+308,"f":0.1})");
}

TEST_CASE("how much is written can be changed while the program runs") {
  const test::CapturedLog log;
  const LevelForOneTest level(Level::warning);
  browse_log.debug("a");
  browse_log.info("b");
  browse_log.warning("c");
  browse_log.error("d");
  CHECK(log.lines().size() == 2);
  set_log_level(Level::debug);
  browse_log.debug("e");
  CHECK(log.lines().size() == 3);
  CHECK(log.count(R"("level":"debug")") == 1);
}

TEST_CASE("levels are read in any case") {
  struct Case {
    std::string_view word;
    std::optional<Level> level;
  };
  const auto cases = std::to_array<Case>({{"debug", Level::debug},
                                          {"INFO", Level::info},
                                          {"Warning", Level::warning},
                                          {"error", Level::error},
                                          {"warn", std::nullopt},
                                          {"", std::nullopt},
                                          {"a word that is far too long", std::nullopt}});
  for (const auto& c : cases) {
    CAPTURE(c.word);
    CHECK(parse_level(c.word) == c.level);
  }
}

TEST_CASE("the time of a line is the time of day") {
  const test::CapturedLog log;
  browse_log.info("a");
  browse_log.info("b");
  const auto first = log.lines().at(0).substr(7, 27);
  const auto second = log.lines().at(1).substr(7, 27);
  CHECK(first <= second);
  CHECK(first.back() == 'Z');
  CHECK(first[10] == 'T');
  CHECK(first[19] == '.');
}
