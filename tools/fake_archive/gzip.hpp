#pragma once

#include "base/result.hpp"

#include <filesystem>
#include <string>
#include <string_view>

namespace tapedeck::fake_archive {

/// `bytes` as a gzip file (RFC 1952), without a time in it.
[[nodiscard]] std::string gzip(std::string_view bytes);

/// The whole text of a file, gzipped or not. Errors: `not_found`, `storage`.
[[nodiscard]] Result<std::string> read_file(const std::filesystem::path& path);

}  // namespace tapedeck::fake_archive
