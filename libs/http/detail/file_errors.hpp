#pragma once

#include "base/result.hpp"

#include <system_error>

namespace tapedeck::http::detail {

constexpr const char* cannot_read = "The file cannot be read; look at the disk it lies on.";

/// The disk has answered with `error`, an errno, while a file was being sent.
[[nodiscard]] inline std::unexpected<Error> file_failed(int error) {
  return fail(Errc::storage, cannot_read, std::generic_category().message(error));
}

[[nodiscard]] inline std::unexpected<Error> file_shrank() {
  return fail(Errc::storage, "The file has become shorter while it was being sent.");
}

}  // namespace tapedeck::http::detail
