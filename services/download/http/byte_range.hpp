#pragma once

#include "archive/archive.hpp"
#include "base/result.hpp"
#include "http/request.hpp"

#include <cstdint>
#include <limits>
#include <optional>
#include <string>

namespace tapedeck::download {

/// Which bytes a listener asks for of a file whose size is not known yet.
struct WantedBytes {
  bool part = false;  ///< Whether a Range is to be honoured at all.
  std::uint64_t first = 0;
  std::uint64_t bytes = std::numeric_limits<std::uint64_t>::max();  ///< At most.
  std::string if_match{};  ///< The tag that If-Range names; the part is of no use if it differs.
};

/// Reads Range and If-Range as the Archive's port can honour them: a first byte, with or without a
/// last one. The last bytes of a file ("bytes=-500"), several parts, and an If-Range with a date or
/// a weak tag mean the whole file, as RFC 9110 §14.2 allows. Total.
[[nodiscard]] WantedBytes wanted_bytes(const http::Request& request);

/// What is sent for it, once the Archive has begun.
struct SentBytes {
  std::uint16_t status = 200;
  std::uint64_t first = 0;
  std::optional<std::uint64_t> bytes{};  ///< So many; until the end when absent.
  std::string content_range{};           ///< With 206.
};

/// Errors: `bad_upstream` when what comes begins in the middle of the file and cannot be said to.
[[nodiscard]] Result<SentBytes> sent_bytes(const WantedBytes& wanted,
                                           const archive::FetchStart& start);

}  // namespace tapedeck::download
