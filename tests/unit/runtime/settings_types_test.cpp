#include "runtime/settings_types.hpp"

#include <boost/describe.hpp>
#include <doctest/doctest.h>

#include <array>
#include <chrono>
#include <cstdint>
#include <string>

using namespace tapedeck;
using namespace tapedeck::runtime;
using namespace std::chrono_literals;

namespace {

enum class Policy : std::uint8_t { open, invite, closed };
BOOST_DESCRIBE_ENUM(Policy, open, invite, closed)

template <class T>
std::optional<T> value_of(std::string_view text, Bounds bounds = SettingType<T>::any) {
  auto value = SettingType<T>::read(text, bounds);
  if (!value) return std::nullopt;
  return *value;
}

template <class T>
std::string advice_on(std::string_view text, Bounds bounds = SettingType<T>::any) {
  const auto value = SettingType<T>::read(text, bounds);
  return value ? "" : value.error();
}

}  // namespace

TEST_CASE("a whole number is read when it lies in its range") {
  CHECK(value_of<std::uint16_t>("8001") == 8001);
  CHECK(value_of<std::uint16_t>("65535") == 65'535);
  CHECK(value_of<std::int32_t>("-3") == -3);
  for (const std::string_view text : {"", "65536", "-1", "80a1", " 80", "80 ", "+80", "0x50", "8e3",
                                      "99999999999999999999", "80\n"}) {
    CAPTURE(text);
    CHECK(advice_on<std::uint16_t>(text) == "Give a whole number from 0 to 65535.");
  }
  CHECK(advice_on<std::uint16_t>("0", between(1, 200)) == "Give a whole number from 1 to 200.");
}

TEST_CASE("a duration is one number and one unit") {
  using Time = std::chrono::milliseconds;
  CHECK(value_of<Time>("250ms") == 250ms);
  CHECK(value_of<Time>("30s") == 30s);
  CHECK(value_of<Time>("5m") == 5min);
  CHECK(value_of<Time>("2h") == 2h);
  CHECK(value_of<Time>("7d") == 168h);
  CHECK(value_of<Time>("0s") == 0s);
  for (const std::string_view text :
       {"", "30", "s", "-1s", "1.5h", "1h30m", "5 m", "5w", "9223372036854775807d", "11000d"}) {
    CAPTURE(text);
    CHECK_FALSE(value_of<Time>(text));
  }
  CHECK(advice_on<Time>("1s", between(1min, 2h)) ==
        "Give a duration from 1m to 2h, such as 30s, 5m or 2h.");
}

TEST_CASE("a duration is shown in the largest unit that leaves nothing over") {
  using Type = SettingType<std::chrono::milliseconds>;
  CHECK(Type::show(0ms) == "0ms");
  CHECK(Type::show(250ms) == "250ms");
  CHECK(Type::show(90s) == "90s");
  CHECK(Type::show(60s) == "1m");
  CHECK(Type::show(24h * 7) == "7d");
}

TEST_CASE("a life in minutes is a bare number") {
  CHECK(value_of<std::chrono::minutes>("30") == 30min);
  CHECK_FALSE(value_of<std::chrono::minutes>("30m"));
  CHECK(advice_on<std::chrono::minutes>("0", between(1min, 24h)) ==
        "Give a whole number of minutes from 1 to 1440.");
}

TEST_CASE("a mask of files is octal digits, and never takes anything from the owner") {
  CHECK(value_of<FileMask>("027") == FileMask{027});
  CHECK(value_of<FileMask>("0022") == FileMask{022});
  CHECK(value_of<FileMask>("0") == FileMask{0});
  for (const std::string_view text :
       {"", "028", "100", "777", "00027", "-1", "u=rwx", "0x1F", "27 "}) {
    CAPTURE(text);
    CHECK(advice_on<FileMask>(text) == "Give octal digits from 000 to 077, such as 022 or 027.");
  }
  CHECK(SettingType<FileMask>::show(FileMask{027}) == "027");
  CHECK(SettingType<FileMask>::show(FileMask{2}) == "002");
}

TEST_CASE("a size is a number and a unit of a thousand or of 1024") {
  CHECK(value_of<Bytes>("10GiB") == gib(10));
  CHECK(value_of<Bytes>("10gib") == gib(10));
  CHECK(value_of<Bytes>("64KiB") == kib(64));
  CHECK(value_of<Bytes>("512") == Bytes{512});
  CHECK(value_of<Bytes>("10GB") == Bytes{10'000'000'000});
  CHECK(value_of<Bytes>("5kB") == Bytes{5'000});
  for (const std::string_view text : {"", "GiB", "-1", "10G", "1.5GiB", "10 GiB", "9000000TiB"}) {
    CAPTURE(text);
    CHECK_FALSE(value_of<Bytes>(text));
  }
  CHECK(SettingType<Bytes>::show(gib(10)) == "10GiB");
  CHECK(SettingType<Bytes>::show(Bytes{1'000'001}) == "1000001");
  CHECK(advice_on<Bytes>("1KiB", between(mib(1), gib(1))) ==
        "Give a size from 1MiB to 1GiB, such as 500MiB or 10GiB.");
}

TEST_CASE("a switch has a few words in any case") {
  for (const std::string_view text : {"on", "true", "TRUE", "yes", "1"})
    CHECK(value_of<bool>(text) == true);
  for (const std::string_view text : {"off", "False", "no", "0"})
    CHECK(value_of<bool>(text) == false);
  CHECK(advice_on<bool>("maybe") == "Give on or off.");
  CHECK(advice_on<bool>("") == "Give on or off.");
}

TEST_CASE("a choice is one of its words in any case") {
  CHECK(value_of<Policy>("invite") == Policy::invite);
  CHECK(value_of<Policy>("Closed") == Policy::closed);
  CHECK(advice_on<Policy>("public") == "Give one of open, invite, closed.");
  CHECK(SettingType<Policy>::show(Policy::open) == "open");
  CHECK(value_of<telemetry::Level>("INFO") == telemetry::Level::info);
  CHECK(advice_on<telemetry::Level>("loud") == "Give one of debug, info, warning, error.");
}

TEST_CASE("a text is UTF-8 without control characters, of a length that is told") {
  CHECK(value_of<std::string>("caf\xc3\xa9") == "caf\xc3\xa9");
  CHECK_FALSE(value_of<std::string>("caf\xe9"));
  CHECK_FALSE(value_of<std::string>("two\nlines"));
  CHECK_FALSE(value_of<std::string>(""));
  CHECK(advice_on<std::string>("abc", between(1, 2)) ==
        "Give a text of 1 to 2 bytes in UTF-8, without control characters.");
}

TEST_CASE("every value is shown so that it can be given again") {
  using Time = std::chrono::milliseconds;
  for (const auto time : {Time(0), Time(1), Time(59'999), Time(60'000), Time(86'400'000)})
    CHECK(value_of<Time>(SettingType<Time>::show(time)) == time);
  for (const auto size : {Bytes{0}, Bytes{1}, Bytes{1'000}, kib(1), gib(3), Bytes{1'048'577}})
    CHECK(value_of<Bytes>(SettingType<Bytes>::show(size)) == size);
  for (const bool flag : {true, false})
    CHECK(value_of<bool>(SettingType<bool>::show(flag)) == flag);
}
