#include "gateway/core/names.hpp"

#include "base/ascii.hpp"

#include <algorithm>

namespace tapedeck::gateway {
namespace {

constexpr std::size_t max_local_bytes = 64;  // RFC 5321 §4.5.3.1.1
constexpr std::size_t max_label_bytes = 63;  // RFC 1035 §2.3.4

bool is_name_character(char c) {
  return ascii::is_letter_or_digit(c) || c == '.' || c == '_' || c == '-';
}

/// `atext` and dots of RFC 5322 §3.2.3; quoted local parts are left to history.
bool is_local_character(char c) {
  return ascii::is_letter_or_digit(c) || std::string_view("!#$%&'*+-/=?^_`{|}~.").contains(c);
}

bool is_local(std::string_view local) {
  return !local.empty() && local.size() <= max_local_bytes && !local.starts_with('.') &&
         !local.ends_with('.') && !local.contains("..") &&
         std::ranges::all_of(local, is_local_character);
}

bool is_label(std::string_view label) {
  return !label.empty() && label.size() <= max_label_bytes && !label.starts_with('-') &&
         !label.ends_with('-') && std::ranges::all_of(label, [](char c) {
           return ascii::is_letter_or_digit(c) || c == '-';
         });
}

bool is_domain(std::string_view domain) {
  for (;;) {
    const auto dot = domain.find('.');
    if (!is_label(domain.substr(0, dot))) return false;
    if (dot == std::string_view::npos) return true;
    domain.remove_prefix(dot + 1);
  }
}

}  // namespace

Result<Username> Username::parse(std::string_view text) {
  if (text.size() < min_bytes || text.size() > max_bytes)
    return fail(Errc::invalid, "must be 2 to 40 characters");
  if (!std::ranges::all_of(text, is_name_character) || !ascii::is_letter_or_digit(text.front()) ||
      text.ends_with('.')) {
    return fail(Errc::invalid,
                "must be letters, digits, dots, underscores and hyphens, begin with a letter or "
                "digit, and not end with a dot");
  }
  return Username(text);
}

Result<MailAddress> MailAddress::parse(std::string_view text) {
  const auto at = text.find('@');
  const bool whole = text.size() <= max_bytes && at != text.npos && is_local(text.substr(0, at)) &&
                     is_domain(text.substr(at + 1));
  if (!whole) return fail(Errc::invalid, "must be a mail address, such as anna@example.org");
  return MailAddress(text);
}

std::string folded(std::string_view text) { return ascii::lower_case(text); }

}  // namespace tapedeck::gateway
