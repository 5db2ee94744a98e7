#include "runtime/settings_archive.hpp"

#include <doctest/doctest.h>

#include <array>
#include <string>

using namespace tapedeck::runtime;

TEST_CASE("the Archive is asked over TLS, or on this machine") {
  struct Case {
    std::string_view why, text;
    bool good;
    bool loopback = false;
  };
  // clang-format off
  const auto cases = std::to_array<Case>({
      {"the Archive itself",        "https://archive.org",       true},
      {"a slash at its end",        "https://archive.org/",      true},
      {"a mirror at a port",        "https://mirror.example:8443", true},
      {"a stand-in",                "http://127.0.0.1:8100",     true, true},
      {"a stand-in by its name",    "http://localhost:8100",     true, true},
      {"a stand-in over IPv6",      "http://[::1]:8100",         true, true},
      {"a stand-in with TLS",       "https://127.0.0.1:8443",    true, true},
      {"no TLS",                    "http://archive.org",        false},
      {"a name that begins alike",  "http://localhost.example",  false},
      {"an address beginning alike", "http://127.0.0.1.example", false},
      {"a user before the host",    "https://me@archive.org",    false},
      {"loopback as a user",        "http://127.0.0.1@archive.org", false},
      {"a path behind it",          "https://archive.org/etree", false},
      {"a query behind it",         "https://archive.org?q=1",   false},
      {"no host",                   "https://",                  false},
      {"no scheme",                 "archive.org",               false},
      {"another scheme",            "file:///etc/passwd",        false},
      {"port 0",                    "https://archive.org:0",     false},
      {"a line break",              "https://archive.org\r\n",   false},
      {"nothing",                   "",                          false},
  });
  // clang-format on
  for (const auto& c : cases) {
    CAPTURE(c.why);
    const auto url = ArchiveUrl::parse(c.text);
    REQUIRE(url.has_value() == c.good);
    if (!url) continue;
    CHECK(url->loopback() == c.loopback);
    CHECK_FALSE(url->text().ends_with('/'));
  }
}

TEST_CASE("a contact for the Archive is a mail or web address that fits a header") {
  CHECK(ArchiveContact::parse("admin@example.org"));
  CHECK(ArchiveContact::parse("mailto:admin@example.org"));
  CHECK(ArchiveContact::parse("https://example.org/contact"));
  CHECK_FALSE(ArchiveContact::parse("me"));
  CHECK_FALSE(ArchiveContact::parse(""));
  CHECK_FALSE(ArchiveContact::parse("admin@example.org (the attic)"));
  CHECK_FALSE(ArchiveContact::parse("admin@example.org)"));
  CHECK_FALSE(ArchiveContact::parse("admin@example.org\r\nX-Evil: 1"));
  CHECK_FALSE(ArchiveContact::parse("t\xc3\xa4per@example.org"));
  CHECK_FALSE(ArchiveContact::parse("a@" + std::string(ArchiveContact::max_bytes, 'a')));
}
