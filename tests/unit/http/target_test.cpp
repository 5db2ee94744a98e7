#include "http/detail/target.hpp"

#include <doctest/doctest.h>

#include <array>
#include <string>
#include <vector>

using namespace tapedeck::http::detail;

namespace {

std::vector<std::string> segments_of(std::string_view text) {
  Target target;
  REQUIRE(target.read(text) == "");
  return {target.segments().begin(), target.segments().end()};
}

using Words = std::vector<std::string>;

}  // namespace

TEST_CASE("an address is cut where its slashes are, and then decoded") {
  CHECK(segments_of("/") == Words{""});
  CHECK(segments_of("/browse/search") == Words{"browse", "search"});
  CHECK(segments_of("/browse/") == Words{"browse", ""});
  CHECK(segments_of("//browse") == Words{"", "browse"});
  CHECK(segments_of("/a%2Fb/c") == Words{"a/b", "c"});
  CHECK(segments_of("/Scarlet%20%3E%20Fire") == Words{"Scarlet > Fire"});
  CHECK(segments_of("/caf%C3%A9/%E2%82%AC") == Words{"café", "€"});
  CHECK(segments_of("/a+b") == Words{"a+b"});
  CHECK(segments_of("/...") == Words{"..."});
  CHECK(segments_of("/.hidden") == Words{".hidden"});
  CHECK(segments_of("/%2F") == Words{"/"});
  CHECK(segments_of("/?a=b") == Words{""});
}

TEST_CASE("the rest of an address keeps its slashes, decoded and not") {
  Target plain;
  REQUIRE(plain.read("/files/disc 1/d1t01.flac") != "");
  Target decoded;
  REQUIRE(decoded.read("/files/disc%201/d1t01.flac?x=1") == "");
  CHECK(decoded.rest(0) == "files/disc 1/d1t01.flac");
  CHECK(decoded.rest(1) == "disc 1/d1t01.flac");
  CHECK(decoded.rest(2) == "d1t01.flac");
  CHECK(decoded.rest(3) == "");
  Target as_it_is;
  REQUIRE(as_it_is.read("/files/a/b?x=1") == "");
  CHECK(as_it_is.rest(1) == "a/b");
}

TEST_CASE("query parameters are decoded in their order") {
  Target target;
  REQUIRE(target.read("/search?q=5%2F8%2F77&q=barton+hall&&empty=&bare&=x&a=b=c&caf%C3%A9=1") ==
          "");
  const Target::Parameters expected{
      {"q", "5/8/77"}, {"q", "barton hall"}, {"empty", ""}, {"bare", ""},
      {"", "x"},       {"a", "b=c"},         {"café", "1"}};
  CHECK(target.parameters() == expected);
  CHECK(target.path() == "/search");
}

TEST_CASE("an absolute address is read like its path") {
  Target target;
  REQUIRE(target.read("HTTP://example.org:8000/browse/search?q=x") == "");
  CHECK(target.authority() == "example.org:8000");
  CHECK(target.path() == "/browse/search");
  CHECK(target.parameters().size() == 1);
  Target bare;
  REQUIRE(bare.read("http://example.org") == "");
  CHECK(bare.path() == "/");
  CHECK(bare.segments().size() == 1);
  Target with_query;
  REQUIRE(with_query.read("https://example.org?q=x") == "");
  CHECK(with_query.path() == "/");
  CHECK(with_query.parameters().size() == 1);
}

TEST_CASE("a host is a name or an address, perhaps with a port") {
  for (const std::string_view host :
       {"x", "example.org", "example.org:8000", "127.0.0.1", "[::1]", "[2001:db8::7]:80",
        "x:", "[::1]:", "a_b", "xn--mnchen-3ya"}) {
    CAPTURE(host);
    CHECK(is_authority(host));
  }
  for (const std::string_view host :
       {"", ":80", "x:y", "x:65536", "x:-1", "a b", "a/b", "user@x", "[]", "[::1", "[x]", "[::1]x",
        "a?b", "a#b", "m\xc3\xbcnchen", "x:80:80"}) {
    CAPTURE(host);
    CHECK_FALSE(is_authority(host));
  }
}

TEST_CASE("percent-decoding gives back what was encoded, or nothing") {
  std::string out;
  CHECK(percent_decode("a%20b+c", false, out));
  CHECK(out == "a b+c");
  CHECK(percent_decode("a%20b+c", true, out));
  CHECK(out == "a b c");
  CHECK(percent_decode("%41%4a%4A%00", false, out));
  CHECK(out == std::string("AJJ\0", 4));
  CHECK(percent_decode("", false, out));
  CHECK(out.empty());
  for (const std::string_view bad : {"%", "%4", "a%", "%g0", "%0g", "%%", "% 1", "%-1"}) {
    CAPTURE(bad);
    CHECK_FALSE(percent_decode(bad, false, out));
  }
}
