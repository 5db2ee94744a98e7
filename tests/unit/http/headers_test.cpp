#include "http/headers.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace tapedeck::http;

TEST_CASE("a header is found whatever the case of its name") {
  Headers headers;
  headers.add("Content-Type", "audio/flac");
  CHECK(headers.find("content-type") == "audio/flac");
  CHECK(headers.find("CONTENT-TYPE") == "audio/flac");
  CHECK_FALSE(headers.find("Content-Typ"));
}

TEST_CASE("setting a header replaces all of its values, adding keeps them") {
  Headers headers;
  headers.add("Set-Cookie", "a=1");
  headers.add("set-cookie", "b=2");
  CHECK(headers.fields().size() == 2);
  CHECK(headers.find("Set-Cookie") == "a=1");
  headers.set("SET-COOKIE", "c=3");
  CHECK(headers.fields().size() == 1);
  CHECK(headers.find("Set-Cookie") == "c=3");
  headers.remove("set-cookie");
  CHECK(headers.fields().empty());
}

TEST_CASE("nothing can be smuggled into an answer by a header") {
  Headers headers;
  headers.add("Location", "/app/\r\nSet-Cookie: stolen=1");
  headers.add("Location", "/app/\nx");
  headers.add("Location", std::string("/app/\0", 6));
  headers.set("Bad Name", "value");
  headers.set("Bad:Name", "value");
  headers.set("", "value");
  headers.set("N\xc3\xa4me", "value");
  CHECK(headers.fields().empty());
}
