#include "gateway/core/visitor.hpp"

#include <doctest/doctest.h>

#include <array>
#include <string>
#include <string_view>

using namespace tapedeck::gateway;

namespace {

TrustedProxies proxies(std::string_view text) {
  auto parsed = TrustedProxies::parse(text);
  REQUIRE(parsed);
  return *parsed;
}

}  // namespace

TEST_CASE("how far away somebody is, is what his socket proves, and a proxy that is trusted") {
  struct Case {
    std::string why, peer, forwarded_for, host, trusted, address;
    Reach reach;
    bool other_headers = false;
  };
  using enum Reach;
  const std::string here = "localhost:8000";
  // clang-format off
  const auto cases = std::to_array<Case>({
      {"a page on this machine",            "127.0.0.1",   "", here, "", "127.0.0.1", this_machine},
      {"by its address",                    "127.0.0.1",   "", "127.0.0.1:8000", "", "127.0.0.1", this_machine},
      {"by IPv6",                           "::1",         "", "[::1]:8000", "", "::1", this_machine},
      {"another's page in a browser here",  "127.0.0.1",   "", "evil.example:8000", "", "127.0.0.1", elsewhere},
      {"a name that only begins so",        "127.0.0.1",   "", "localhost.evil.example", "", "127.0.0.1", elsewhere},
      {"no host at all",                    "127.0.0.1",   "", "", "", "127.0.0.1", elsewhere},
      {"by a proxy here without a trace",   "127.0.0.1",   "", "music.example", "", "127.0.0.1", elsewhere},
      {"by one that is trusted, and silent", "127.0.0.1",  "", "music.example", "127.0.0.1", "127.0.0.1", elsewhere},
      {"by a silent one in the next room",  "10.0.0.2",    "", "music.example", "10.0.0.0/8", "10.0.0.2", elsewhere},
      {"behind a proxy nobody named",       "127.0.0.1",   "203.0.113.9", here, "", "127.0.0.1", elsewhere},
      {"which says that it is from here",   "127.0.0.1",   "127.0.0.1", here, "", "127.0.0.1", elsewhere},
      {"which says so in other words",      "127.0.0.1",   "", here, "", "127.0.0.1", elsewhere, true},
      {"the home network",                  "192.168.1.7", "", "nas:8000", "", "192.168.1.7", private_network},
      {"of class A",                        "10.1.2.3",    "", "nas", "", "10.1.2.3", private_network},
      {"of class B",                        "172.31.0.1",  "", "nas", "", "172.31.0.1", private_network},
      {"just outside of class B",           "172.32.0.1",  "", "nas", "", "172.32.0.1", elsewhere},
      {"by IPv6 at home",                   "fd00::7",     "", "nas", "", "fd00::7", private_network},
      {"the neighbour on the cable",        "fe80::1%eth0","", "nas", "", "fe80::1%eth0", private_network},
      {"who says he is from here",          "192.168.1.7", "127.0.0.1", here, "", "192.168.1.7", elsewhere},
      {"the internet",                      "203.0.113.9", "", "music.example", "", "203.0.113.9", elsewhere},
      {"who says he is from here",          "203.0.113.9", "127.0.0.1", here, "", "203.0.113.9", elsewhere},
      {"by a proxy that is trusted",        "127.0.0.1",   "203.0.113.9", "music.example", "127.0.0.1", "203.0.113.9", elsewhere},
      {"from home by it",                   "127.0.0.1",   "192.168.1.7", "music.example", "127.0.0.1", "192.168.1.7", private_network},
      {"from this machine by it",           "127.0.0.1",   "127.0.0.1", here, "127.0.0.1", "127.0.0.1", private_network},
      {"what stands further left is invented", "127.0.0.1", "127.0.0.1, 203.0.113.9", here, "127.0.0.1", "203.0.113.9", elsewhere},
      {"by two that are trusted",           "10.0.0.2",    "203.0.113.9, 10.0.0.3", "music.example", "10.0.0.0/8", "203.0.113.9", elsewhere},
      {"by one that writes nonsense",       "127.0.0.1",   "unknown", here, "127.0.0.1", "127.0.0.1", elsewhere},
      {"no proxy, though one is trusted",   "192.168.1.7", "127.0.0.1", here, "127.0.0.1", "192.168.1.7", elsewhere},
      {"no address at all",                 "somewhere",   "", here, "", "somewhere", elsewhere},
  });
  // clang-format on
  for (const auto& c : cases) {
    CAPTURE(c.why);
    const Arrival arrival{c.peer, c.forwarded_for, "", !c.forwarded_for.empty() || c.other_headers,
                          c.host};
    const auto visitor = visitor_of(arrival, proxies(c.trusted));
    CHECK(visitor.reach == c.reach);
    CHECK(visitor.address == c.address);
  }
}

TEST_CASE("only a proxy that is trusted says that a browser came by TLS") {
  const Arrival arrival{"127.0.0.1", "203.0.113.9", "https", true, "music.example"};
  CHECK(visitor_of(arrival, proxies("127.0.0.1")).https);
  CHECK_FALSE(visitor_of(arrival, proxies("10.0.0.1")).https);
}

TEST_CASE("limits count a household of IPv6 as one, and IPv4 by the address") {
  const auto key = [](std::string_view peer) {
    return visitor_of({peer, "", "", false, "nas"}, TrustedProxies{}).key;
  };
  CHECK(key("2001:db8:1:2:3::4") == key("2001:db8:1:2:ffff::9"));
  CHECK(key("2001:db8:1:2::4") != key("2001:db8:1:3::4"));
  CHECK(key("192.168.1.7") == "192.168.1.7");
}

TEST_CASE("proxies are addresses and networks, and nothing else") {
  for (const auto* text : {"127.0.0.1", "10.0.0.0/8, ::1", "fd00::/8", ""}) {
    CAPTURE(text);
    CHECK(TrustedProxies::parse(text));
  }
  for (const auto* text : {"nas.local", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/-1", "127.0.0.1,,::1",
                           "*", "10.0.0.0/8/8"}) {
    CAPTURE(text);
    CHECK_FALSE(TrustedProxies::parse(text));
  }
}
