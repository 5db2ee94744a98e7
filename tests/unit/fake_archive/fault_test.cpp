#include "fake_archive/fault.hpp"

#include "fake_archive/faults.hpp"
#include "fake_archive/gzip.hpp"

#include <boost/json/parse.hpp>
#include <doctest/doctest.h>

#include <array>

using namespace tapedeck;
using namespace tapedeck::fake_archive;

namespace {

Fault fault(std::string_view text) {
  auto parsed = parse_fault(text);
  REQUIRE_MESSAGE(parsed.has_value(), text);
  return *parsed;
}

/// Which of the first `count` requests for /x are struck, as a row of x and dots.
std::string struck(std::string_view text, std::size_t count) {
  Faults faults;
  faults.add(fault(text));
  std::string row;
  for (std::size_t i = 0; i < count; ++i)
    row += faults.strike(HostRole::node, "GET", "/x") != nullptr ? 'x' : '.';
  return row;
}

}  // namespace

TEST_CASE("a fault is written in one line") {
  const auto parsed = fault("GET node /*.flac reset-after=70000 slow=2000 times=1");
  CHECK(parsed.method == "GET");
  CHECK(parsed.host == HostRole::node);
  CHECK(parsed.path == "/*.flac");
  CHECK(parsed.effects.reset_after == 70'000);
  CHECK(parsed.effects.slow == 2'000);
  CHECK(parsed.times == 1);
}

TEST_CASE("a fault is written as an object of the same words") {
  const auto value = boost::json::parse(
      R"({"path": "/metadata/*", "status": 503, "retry-after": "30", "html": false, "nth": 2})");
  const auto parsed = parse_fault(value);
  REQUIRE(parsed);
  CHECK(parsed->path == "/metadata/*");
  CHECK(parsed->effects.status == 503);
  CHECK(parsed->effects.retry_after == "30");
  CHECK_FALSE(parsed->effects.html);
  CHECK(parsed->nth == 2);
}

TEST_CASE("a value with spaces stands in quotation marks") {
  CHECK(fault("status=503 retry-after=\"Fri, 01 Jan 2027 00:00:00 GMT\"").effects.retry_after ==
        "Fri, 01 Jan 2027 00:00:00 GMT");
}

TEST_CASE("a fault that cannot be read is refused with the word at fault") {
  struct Case {
    std::string_view text;
    std::string_view said;
  };
  const auto cases = std::to_array<Case>({{"reset-aftr=1", "did you mean \"reset-after\""},
                                          {"status=many", "takes code"},
                                          {"probability=2", "takes 0 to 1"},
                                          {"host=moon", "takes archive or node"},
                                          {"nothing-like-it", "is not known"},
                                          {"reset-after", "takes bytes"}});
  for (const auto& c : cases) {
    CAPTURE(c.text);
    const auto parsed = parse_fault(c.text);
    REQUIRE_FALSE(parsed);
    CHECK(parsed.error().message.contains(c.said));
  }
  CHECK_FALSE(parse_fault(boost::json::parse("7")));
}

TEST_CASE("a fault is for the requests it names") {
  struct Case {
    std::string_view fault;
    HostRole host;
    std::string_view method;
    std::string_view target;
    bool concerned;
  };
  constexpr auto archive = HostRole::archive;
  constexpr auto node = HostRole::node;
  // clang-format off
  const auto cases = std::to_array<Case>({
      {"status=503",                           archive, "GET",  "/metadata/x",                    true},
      {"GET status=503",                       archive, "HEAD", "/metadata/x",                    false},
      {"node status=503",                      archive, "GET",  "/x",                             false},
      {"node status=503",                      node,    "GET",  "/x",                             true},
      {"/metadata/* status=503",               archive, "GET",  "/metadata/x",                    true},
      {"/metadata/* status=503",               archive, "GET",  "/download/x",                    false},
      {"/download/*.flac status=503",          archive, "GET",  "/download/a/b.flac?cnt=0",       true},
      {"/advancedsearch.php status=503",       archive, "GET",  "/advancedsearch.php?q=a",        true},
      {"/advancedsearch.php?*page=2* html",    archive, "GET",  "/advancedsearch.php?q=a&page=2", true},
      {"/advancedsearch.php?*page=2* html",    archive, "GET",  "/advancedsearch.php?q=a&page=1", false},
  });
  // clang-format on
  for (const auto& c : cases) {
    CAPTURE(c.fault);
    CAPTURE(c.target);
    CHECK(concerns(fault(c.fault), c.host, c.method, c.target) == c.concerned);
  }
}

TEST_CASE("a fault strikes as often as it is told") {
  CHECK(struck("html", 5) == "xxxxx");
  CHECK(struck("html times=2", 5) == "xx...");
  CHECK(struck("html nth=3", 5) == "..x..");
  CHECK(struck("html probability=0", 5) == ".....");
  CHECK(struck("html probability=0.5 seed=3", 40) == struck("html probability=0.5 seed=3", 40));
  CHECK(struck("html probability=0.5 seed=3", 40) != struck("html probability=0.5 seed=4", 40));
  CHECK(struck("html probability=0.5 times=2", 200).find_last_of('x') < 40);
}

TEST_CASE("the first fault that is due strikes, then the next") {
  Faults faults;
  faults.add(fault("status=503 times=1"));
  const auto second = faults.add(fault("status=429"));
  CHECK(faults.strike(HostRole::archive, "GET", "/")->effects.status == 503);
  CHECK(faults.strike(HostRole::archive, "GET", "/")->effects.status == 429);
  CHECK(faults.remove(second));
  CHECK_FALSE(faults.remove(second));
  CHECK(faults.strike(HostRole::archive, "GET", "/") == nullptr);
}

TEST_CASE("the README holds the table of fault words as the program prints it") {
  const auto readme = read_file(FAKE_ARCHIVE_CATALOGUE "/../README.md");
  REQUIRE(readme);
  CHECK(readme->contains(fault_table()));
}
