#include "archive/http/places.hpp"

#include "archive/http/public_address.hpp"
#include "archive/http/stall_watch.hpp"

#include <arpa/inet.h>
#include <doctest/doctest.h>

#include <array>
#include <string>

using namespace tapedeck;
using namespace tapedeck::archive;
using namespace std::chrono_literals;

namespace {

/// The bytes of an address as it is written.
std::vector<std::uint8_t> bytes_of(const std::string& text) {
  std::vector<std::uint8_t> bytes(text.contains(':') ? 16 : 4);
  REQUIRE(::inet_pton(text.contains(':') ? AF_INET6 : AF_INET, text.c_str(), bytes.data()) == 1);
  return bytes;
}

StallWatch::Ticks after(std::chrono::milliseconds time) { return StallWatch::Ticks{} + time; }

}  // namespace

TEST_CASE("addresses of the open internet are told from those of the machines around us") {
  for (const std::string open :
       {"207.241.224.2", "8.8.8.8", "100.63.255.255", "100.128.0.0", "172.15.0.1", "172.32.0.1",
        "192.167.0.1", "198.17.0.1", "198.20.0.1", "223.255.255.255", "2620:0:9c0::1",
        "2001:4860:4860::8888", "::ffff:207.241.224.2", "64:ff9b::207.241.224.2",
        "2002:cff1:e002::1"}) {
    CAPTURE(open);
    CHECK(is_public_address(bytes_of(open)));
  }
  for (const std::string closed : {"0.0.0.0",
                                   "10.0.0.1",
                                   "100.64.0.1",
                                   "127.0.0.1",
                                   "127.255.255.255",
                                   "169.254.169.254",
                                   "172.16.0.1",
                                   "172.31.255.255",
                                   "192.0.0.1",
                                   "192.0.2.1",
                                   "192.168.1.1",
                                   "198.18.0.1",
                                   "198.19.255.255",
                                   "198.51.100.1",
                                   "203.0.113.1",
                                   "224.0.0.1",
                                   "240.0.0.1",
                                   "255.255.255.255",
                                   "::",
                                   "::1",
                                   "fe80::1",
                                   "fc00::1",
                                   "fd12::1",
                                   "ff02::1",
                                   "2001:db8::1",
                                   "2001::1",
                                   "2001:10::1",
                                   "3fff::1",
                                   "::ffff:127.0.0.1",
                                   "::ffff:10.0.0.1",
                                   "::127.0.0.1",
                                   "64:ff9b::10.0.0.1",
                                   "64:ff9b:1::1",
                                   "2002:7f00:1::1",
                                   "2002:a00:1::1",
                                   "4000::1",
                                   "fec0::1"}) {
    CAPTURE(closed);
    CHECK_FALSE(is_public_address(bytes_of(closed)));
  }
  CHECK_FALSE(is_public_address({}));
  CHECK(is_loopback_address(bytes_of("127.1.2.3")));
  CHECK(is_loopback_address(bytes_of("::1")));
  CHECK_FALSE(is_loopback_address(bytes_of("::2")));
  CHECK_FALSE(is_loopback_address(bytes_of("1.1.1.1")));
}

TEST_CASE("only the Archive is asked, and only by https") {
  const Places places("https://archive.org", false);
  for (const std::string url :
       {"https://archive.org/metadata/x", "https://ia800000.us.archive.org/0/items/x/y.mp3",
        "https://ARCHIVE.org./x", "https://dn1.ca.archive.org:443/x", "https://archive.org:443/"}) {
    CAPTURE(url);
    CHECK(places.check(url));
  }
  for (const std::string url : {"http://archive.org/x",
                                "https://archive.org:8080/x",
                                "https://xarchive.org/x",
                                "https://archive.org.evil.example/x",
                                "https://evil.example/archive.org",
                                "https://evil.example?archive.org",
                                "https://evil.example#.archive.org",
                                "https://a@archive.org/x",
                                "https://a:b@archive.org/x",
                                "https://archive.org\\@evil.example",
                                "https://127.0.0.1/x",
                                "https://2130706433/x",
                                "https://0x7f.1/x",
                                "https://localhost/x",
                                "https://[::1]/x",
                                "ftp://archive.org/x",
                                "file:///etc/passwd",
                                "//archive.org/x",
                                "archive.org",
                                "",
                                "https://",
                                "https:///x",
                                "https://archive.org%2eevil.example/x"}) {
    CAPTURE(url);
    CHECK_FALSE(places.check(url));
  }
}

TEST_CASE("this machine is asked only where that was allowed") {
  const Places places("http://127.0.0.1:9000", true);
  CHECK(places.check("http://127.0.0.1:9001/x"));
  CHECK(places.check("http://localhost:1/x"));
  CHECK(places.check("http://[::1]:1/x"));
  CHECK(places.check("https://archive.org/x"));
  CHECK_FALSE(places.check("http://archive.org/x"));
  CHECK_FALSE(places.check("http://10.0.0.1/x"));
  CHECK_FALSE(places.check("ftp://127.0.0.1/x"));
  CHECK(places.allows_address(bytes_of("127.0.0.1")));
  CHECK_FALSE(places.allows_address(bytes_of("10.0.0.1")));
}

TEST_CASE("a silent connection is told after its idle time") {
  StallWatch watch(30s, after(0s));
  CHECK_FALSE(watch.stalled(after(29s)));
  CHECK(watch.stalled(after(30s)));
  watch.received(1'000'000, after(29s));
  CHECK_FALSE(watch.stalled(after(58s)));
  CHECK(watch.stalled(after(59s)));
  CHECK(watch.look_again() == after(59s));
}

TEST_CASE("a drip is as bad as silence") {
  StallWatch watch(30s, after(0s));
  for (int second = 1; second < 60; ++second) {
    watch.received(1, after(1s * second));
    CHECK_FALSE(watch.stalled(after(1s * second)));
  }
  watch.received(1, after(60s));
  CHECK(watch.stalled(after(60s)));
}

TEST_CASE("a slow but steady line is no drip") {
  StallWatch watch(30s, after(0s));
  for (int second = 1; second < 600; ++second) {
    watch.received(2'000, after(1s * second));
    CHECK_FALSE(watch.stalled(after(1s * second)));
  }
}

TEST_CASE("the time a transfer was paused is no silence") {
  StallWatch watch(30s, after(0s));
  watch.received(10, after(1s));
  watch.pause();
  CHECK_FALSE(watch.stalled(after(10min)));
  CHECK(watch.look_again() == StallWatch::Ticks::max());
  watch.resume(after(10min));
  CHECK_FALSE(watch.stalled(after(10min + 29s)));
  CHECK(watch.stalled(after(10min + 30s)));
}
