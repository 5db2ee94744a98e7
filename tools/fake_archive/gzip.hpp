#pragma once

#include "base/result.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace tapedeck::fake_archive {

/// `bytes` as a gzip file (RFC 1952), without a time in it.
[[nodiscard]] std::string gzip(std::string_view bytes);

/// So many MiB of spaces as a gzip file, about a thousandth as long. Made in no time, for a client
/// that unpacks before it counts.
[[nodiscard]] std::string gzip_of_spaces(std::uint64_t mebibytes);

/// The whole text of a file, gzipped or not. Errors: `not_found`, `storage`.
[[nodiscard]] Result<std::string> read_file(const std::filesystem::path& path);

}  // namespace tapedeck::fake_archive
