#include "runtime/settings_addresses.hpp"

#include <doctest/doctest.h>

#include <array>
#include <string_view>

using namespace tapedeck::runtime;

TEST_CASE("the address of a service is http, a host and perhaps a port") {
  struct Case {
    std::string_view text, kept;
  };
  const auto cases = std::to_array<Case>({
      {"http://127.0.0.1:8001", "http://127.0.0.1:8001"},
      {"http://browse/", "http://browse"},
      {"http://[::1]:8001", "http://[::1]:8001"},
      {"HTTP://browse", ""},
      {"https://browse", ""},
      {"browse:8001", ""},
      {"//browse", ""},
      {"http://", ""},
      {"http://:8001", ""},
      {"http://browse:0", ""},
      {"http://browse:65536", ""},
      {"http://browse:80a1", ""},
      {"http://browse/v1", ""},
      {"http://browse?x", ""},
      {"http://browse#x", ""},
      {"http://me:pass@browse", ""},
      {"http://bro wse", ""},
      {"", ""},
  });
  for (const auto& c : cases) {
    CAPTURE(c.text);
    const auto url = ServiceUrl::parse(c.text);
    CHECK((url ? url->text() : "") == c.kept);
  }
}

TEST_CASE("a service listens on an IPv4 or IPv6 address, not on a name") {
  for (const std::string_view text : {"127.0.0.1", "0.0.0.0", "::", "::1", "2001:db8::7"}) {
    CAPTURE(text);
    const auto address = IpAddress::parse(text);
    REQUIRE(address);
    CHECK(address->text() == text);
  }
  for (const std::string_view text :
       {"", "localhost", "*", "127.0.0.1:80", "[::1]", "127.1", "256.0.0.1", " ::", "::1%lo"}) {
    CAPTURE(text);
    CHECK_FALSE(IpAddress::parse(text));
  }
}
