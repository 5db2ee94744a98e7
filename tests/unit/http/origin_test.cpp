#include "http/client.hpp"

#include <doctest/doctest.h>

#include <array>
#include <string_view>

namespace tapedeck::http {

TEST_CASE("the address of a service is a host and a port") {
  struct Case {
    std::string_view url, host;
    std::uint16_t port;
  };
  const auto cases = std::to_array<Case>({
      {"http://localhost:8001", "localhost", 8001},
      {"http://localhost:8001/", "localhost", 8001},
      {"HTTP://127.0.0.1:1", "127.0.0.1", 1},
      {"http://browse", "browse", 80},
      {"http://[::1]:8001", "::1", 8001},
      {"http://a.b.example:65535", "a.b.example", 65535},
  });
  for (const auto& c : cases) {
    CAPTURE(c.url);
    const auto origin = Origin::parse(c.url);
    REQUIRE(origin);
    CHECK(origin->host == c.host);
    CHECK(origin->port == c.port);
  }
}

TEST_CASE("an address that is none is refused with a sentence that says what to do") {
  const auto urls = std::to_array<std::string_view>(
      {"", "localhost", "localhost:8001", "//localhost", "http://", "http://:8001",
       "https://localhost", "ftp://localhost", "http://localhost:0", "http://localhost:65536",
       "http://localhost:x", "http://localhost/browse", "http://localhost?x", "http://localhost#x",
       "http://user@localhost", "http://user:secret@localhost", "http://a b", "http://a\nb"});
  for (const auto url : urls) {
    CAPTURE(url);
    const auto origin = Origin::parse(url);
    REQUIRE_FALSE(origin);
    CHECK(origin.error().code == Errc::invalid);
    CHECK(origin.error().message.ends_with("give the address of a service as http://host:port."));
  }
}

}  // namespace tapedeck::http
