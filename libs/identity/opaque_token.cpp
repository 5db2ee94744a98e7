#include "identity/opaque_token.hpp"

#include "base/encoding.hpp"
#include "base/random.hpp"
#include "identity/digest.hpp"

#include <array>
#include <cstdint>

namespace tapedeck::identity {

OpaqueToken make_opaque_token() {
  std::array<std::uint8_t, 32> random{};
  fill_random(random);
  auto text = to_base64url(random);
  auto hash = hash_of_token(text);
  return {std::move(text), std::move(hash)};
}

std::string hash_of_token(std::string_view text) { return to_hex(sha256(text)); }

}  // namespace tapedeck::identity
