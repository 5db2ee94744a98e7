#pragma once

#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace tapedeck::test {

/// Recorded answers of the Archive. They are not shipped with Tapedeck; where they are absent their
/// tests are skipped, and counted as such.
[[nodiscard]] inline std::filesystem::path recorded_data() {
  return std::filesystem::path(TAPEDECK_SOURCE_DIR) / ".." / "shared" / "archive-data";
}

/// On the build machine absent data is a failure and no skip.
[[nodiscard]] inline bool recorded_data_may_be_skipped() {
  return !std::filesystem::exists(recorded_data()) && std::getenv("CI") == nullptr;
}

/// The bytes of a file that must be there.
[[nodiscard]] inline std::string text_of_file(const std::filesystem::path& path) {
  std::ifstream stream(path, std::ios::binary);
  REQUIRE_MESSAGE(stream, path.string(), " must be readable");
  return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

}  // namespace tapedeck::test
