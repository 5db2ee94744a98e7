#pragma once

#include <string>
#include <string_view>

namespace tapedeck::identity {

/// A token that says nothing: 256 random bits that a row knows by their hash. Refresh tokens,
/// WebSocket tickets, API keys and invitations are such.
struct OpaqueToken {
  std::string text;  ///< What its holder gets, once: 43 characters of base64url.
  std::string hash;  ///< What the row keeps: see hash_of_token().
};

[[nodiscard]] OpaqueToken make_opaque_token();

/// SHA-256 of what somebody presents, as 64 hex digits: the key to look its row up by. No salt and
/// no slowness is needed, since nobody guesses 256 bits. Any text, so nothing needs checking first.
[[nodiscard]] std::string hash_of_token(std::string_view text);

}  // namespace tapedeck::identity
