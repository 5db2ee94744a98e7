#pragma once

#include "identity/secret.hpp"

#include <array>
#include <cstdint>
#include <string_view>

namespace tapedeck::identity {

using Digest = std::array<std::uint8_t, 32>;

/// SHA-256 (FIPS 180-4).
[[nodiscard]] Digest sha256(std::string_view text);

/// HMAC-SHA-256 (RFC 2104): what only a holder of `key` can say of `text`.
[[nodiscard]] Digest hmac_sha256(const Secret& key, std::string_view text);

/// Whether two texts are equal, in a time that tells nothing of where they differ. Texts of
/// different lengths differ at once: a length is no secret.
[[nodiscard]] bool equal_in_constant_time(std::string_view a, std::string_view b);

}  // namespace tapedeck::identity
