#pragma once

#include <cstdint>
#include <string_view>

namespace tapedeck::http {

/// What a request wants done. Anything else a client may send is answered 501 (RFC 9110 §9.1).
enum class Verb : std::uint8_t { get, head, post, put, patch, del, options };

/// The verb as it stands in a request line: "DELETE".
[[nodiscard]] constexpr std::string_view to_text(Verb verb) noexcept {
  switch (verb) {
    case Verb::get:
      return "GET";
    case Verb::head:
      return "HEAD";
    case Verb::post:
      return "POST";
    case Verb::put:
      return "PUT";
    case Verb::patch:
      return "PATCH";
    case Verb::del:
      return "DELETE";
    case Verb::options:
      return "OPTIONS";
  }
  return "GET";
}

}  // namespace tapedeck::http
