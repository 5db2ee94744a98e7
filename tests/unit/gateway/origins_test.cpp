#include "gateway/core/origins.hpp"

#include <doctest/doctest.h>

#include <array>
#include <optional>
#include <string_view>

using tapedeck::gateway::is_our_page;

TEST_CASE("a cookie changes something only when a page of ours asks") {
  using Header = std::optional<std::string_view>;
  constexpr Header none;
  struct Case {
    std::string_view why;
    Header origin, fetch_site;
    std::string_view host;
    bool https;
    bool ours;
  };
  // clang-format off
  const auto cases = std::to_array<Case>({
      {"our page",                        "http://nas:8000",        none,          "nas:8000", false, true},
      {"in other letters",                "http://NAS:8000",        none,          "nas:8000", false, true},
      {"at the usual port",               "http://nas",             none,          "nas:80",   false, true},
      {"over TLS",                        "https://music.example",  none,          "music.example", true, true},
      {"at its usual port",               "https://music.example",  none,          "music.example:443", true, true},
      {"as the browser itself says",      none,                     "same-origin", "nas:8000", false, true},
      {"and by its origin",               "http://nas:8000",        "same-origin", "nas:8000", false, true},
      {"TLS at a proxy nobody named",     "https://music.example",  "same-origin", "music.example", false, true},
      {"the same by an old browser",      "https://music.example",  none,          "music.example", false, false},
      {"another site",                    "http://evil.example",    none,          "nas:8000", false, false},
      {"as the browser itself says",      none,                     "cross-site",  "nas:8000", false, false},
      {"another port of this machine",    "http://nas:9000",        none,          "nas:8000", false, false},
      {"as the browser itself says",      none,                     "same-site",   "nas:8000", false, false},
      {"a bookmark that posts",           none,                     "none",        "nas:8000", false, false},
      {"plain HTTP to TLS",               "http://music.example",   none,          "music.example", true, false},
      {"a name that begins with ours",    "http://nas:8000.evil.example", none,    "nas:8000", false, false},
      {"a name that ends with ours",      "http://evilnas:8000",    none,          "nas:8000", false, false},
      {"ours as a user",                  "http://nas:8000@evil.example", none,    "nas:8000", false, false},
      {"a page in a sandbox",             "null",                   none,          "nas:8000", false, false},
      {"a file",                          "file://",                none,          "nas:8000", false, false},
      {"an extension",                    "moz-extension://nas:8000", none,        "nas:8000", false, false},
      {"the two do not agree",            "http://evil.example",    "same-origin", "nas:8000", false, false},
      {"nobody says anything",            none,                     none,          "nas:8000", false, false},
      {"no host",                         "http://",                none,          "",         false, false},
  });
  // clang-format on
  for (const auto& c : cases) {
    CAPTURE(c.why);
    CHECK(is_our_page({c.origin, c.fetch_site, c.host, c.https}) == c.ours);
  }
}
