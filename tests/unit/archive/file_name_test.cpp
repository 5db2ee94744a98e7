#include "archive/file_name.hpp"

#include <doctest/doctest.h>

#include <array>
#include <string>

using namespace tapedeck;
using namespace tapedeck::archive;

TEST_CASE("a file's name stands in a URL with each segment encoded") {
  struct Case {
    std::string_view name, encoded;
  };
  // clang-format off
  const auto cases = std::to_array<Case>({
      {"gd77-05-08d1t01.shn",        "gd77-05-08d1t01.shn"},
      {"disc 1/01 #9 Dream.mp3",     "disc%201/01%20%239%20Dream.mp3"},
      {"100% live?.flac",            "100%25%20live%3F.flac"},
      {"Me & My Uncle's > Friend",   "Me%20%26%20My%20Uncle%27s%20%3E%20Friend"},
      {"Bj\xc3\xb6rk \"Army\".ogg",  "Bj%C3%B6rk%20%22Army%22.ogg"},
      {"a+b=c;d,e@f:g!(h)~i_j-k",    "a%2Bb%3Dc%3Bd%2Ce%40f%3Ag%21%28h%29~i_j-k"},
      {"..hidden/...",               "..hidden/..."},
  });
  // clang-format on
  for (const auto& c : cases) {
    CAPTURE(c.name);
    const auto name = FileName::parse(c.name);
    REQUIRE(name);
    CHECK(name->text() == c.name);
    CHECK(name->percent_encoded() == c.encoded);
  }
}

TEST_CASE("a name that could leave its folder is no file name") {
  struct Case {
    std::string_view why, name;
  };
  // clang-format off
  const auto cases = std::to_array<Case>({
      {"nothing",                 ""},
      {"the folder above",        ".."},
      {"a way up",                "../../etc/passwd"},
      {"a way up in the middle",  "disc1/../../x.mp3"},
      {"a way up at the end",     "disc1/.."},
      {"the folder itself",       "disc1/./x.mp3"},
      {"an absolute path",        "/etc/passwd"},
      {"an empty folder",         "disc1//x.mp3"},
      {"a folder",                "disc1/"},
      {"another system's way up", "..\\..\\x.mp3"},
      {"another system's root",   "C:\\x.mp3"},
      {"a line end",              "a\nb.mp3"},
      {"delete",                  "a\x7f.mp3"},
      {"a C1 control character",  "a\xc2\x85.mp3"},
      {"Latin-1",                 "Bj\xf6rk.mp3"},
      {"an overlong slash",       "..\xc0\xaf.mp3"},
  });
  // clang-format on
  for (const auto& c : cases) {
    CAPTURE(c.why);
    CHECK_FALSE(FileName::parse(c.name));
  }
  CHECK_FALSE(FileName::parse(std::string_view("a\0b", 3)));
}

TEST_CASE("a file's name is as long as a file system takes") {
  CHECK(FileName::parse(std::string(255, 'a')));
  CHECK_FALSE(FileName::parse(std::string(256, 'a')));
  const std::string folder(200, 'b');
  CHECK(FileName::parse(folder + "/" + folder + "/" + folder + "/" + folder));
  CHECK_FALSE(FileName::parse(folder + "/" + folder + "/" + folder + "/" + folder + "/" + folder +
                              "/" + folder));
}
