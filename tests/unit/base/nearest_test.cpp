#include "base/nearest.hpp"

#include <doctest/doctest.h>

#include <array>

using namespace tapedeck;

TEST_CASE("a slip of the finger finds the word that was meant") {
  const auto words = std::to_array<std::string_view>({"browse.port", "download.port", "log.level"});
  CHECK(nearest("browse.prot", words) == "browse.port");
  CHECK(nearest("loglevel", words) == "log.level");
  CHECK(nearest("dowload.port", words) == "download.port");
}

TEST_CASE("a word that is near to nothing finds nothing") {
  const auto words = std::to_array<std::string_view>({"browse.port", "log.level"});
  CHECK(nearest("jwt", words).empty());
  CHECK(nearest("", {}).empty());
}
