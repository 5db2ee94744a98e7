#pragma once

#include "base/ascii.hpp"

#include <algorithm>
#include <string_view>

namespace tapedeck::http::detail {

/// `tchar` of RFC 9110 §5.6.2.
[[nodiscard]] constexpr bool is_token_char(char c) noexcept {
  return ascii::is_letter_or_digit(c) ||
         std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

[[nodiscard]] constexpr bool is_token(std::string_view text) noexcept {
  return !text.empty() && std::ranges::all_of(text, is_token_char);
}

/// Without the spaces and tabs around it (OWS of RFC 9110 §5.6.3).
[[nodiscard]] constexpr std::string_view trimmed(std::string_view text) noexcept {
  const auto first = text.find_first_not_of(" \t");
  if (first == text.npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

/// Calls `each` with every element of a comma-separated list, trimmed; empty elements are left out
/// (RFC 9110 §5.6.1.2). Commas inside quotes do not separate.
template <class F>
constexpr void each_element(std::string_view list, F each) {
  std::size_t begin = 0;
  bool quoted = false;
  for (std::size_t at = 0; at <= list.size(); ++at) {
    if (at < list.size() && list[at] == '"') quoted = !quoted;
    if (at < list.size() && (quoted || list[at] != ',')) continue;
    const auto element = trimmed(list.substr(begin, at - begin));
    if (!element.empty()) each(element);
    begin = at + 1;
  }
}

}  // namespace tapedeck::http::detail
