#pragma once

#include <filesystem>
#include <string>

namespace tapedeck::test {

/// The text in a gzip file. Stops the test when it cannot be read.
[[nodiscard]] std::string gunzipped(const std::filesystem::path& path);

}  // namespace tapedeck::test
