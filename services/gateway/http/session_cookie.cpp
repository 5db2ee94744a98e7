#include "gateway/http/session_cookie.hpp"

#include "http/headers.hpp"

#include <algorithm>

namespace tapedeck::gateway {
namespace {

/// 256 bits of base64url (identity::OpaqueToken).
constexpr std::size_t token_bytes = 43;

std::string_view cookie_name(bool https) { return https ? "__Host-tapedeck" : "tapedeck"; }

std::string cookie(std::string_view value, bool https, std::chrono::seconds life) {
  std::string text(cookie_name(https));
  text.append("=").append(value).append("; Path=/; HttpOnly; SameSite=Lax");
  if (https) text += "; Secure";
  return text + "; Max-Age=" + std::to_string(life.count());
}

}  // namespace

std::optional<std::string> session_cookie(const http::Request& request, bool https) {
  const auto name = cookie_name(https);
  std::optional<std::string> found;
  request.each_header([&](std::string_view header, std::string_view value) {
    if (found || !http::same_name(header, "Cookie")) return;
    while (!value.empty()) {
      const auto end = std::min(value.find(';'), value.size());
      auto pair = value.substr(0, end);
      value.remove_prefix(std::min(end + 1, value.size()));
      pair.remove_prefix(std::min(pair.find_first_not_of(' '), pair.size()));
      if (pair.size() != name.size() + 1 + token_bytes || !pair.starts_with(name)) continue;
      if (pair[name.size()] != '=') continue;
      found = pair.substr(name.size() + 1);
      return;
    }
  });
  return found;
}

std::string set_session_cookie(std::string_view token, bool https, std::chrono::seconds life) {
  return cookie(token, https, life);
}

std::string clear_session_cookie(bool https) { return cookie("", https, std::chrono::seconds{0}); }

}  // namespace tapedeck::gateway
