#include "base/item_identifier.hpp"

#include <algorithm>

namespace tapedeck {
namespace {

bool is_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool is_allowed(char c) { return is_letter_or_digit(c) || c == '.' || c == '_' || c == '-'; }

}  // namespace

Result<ItemIdentifier> ItemIdentifier::parse(std::string_view text) {
  if (text.size() < min_bytes || text.size() > max_bytes) {
    return fail(Errc::invalid, "An identifier has 3 to 100 characters.");
  }
  if (!is_letter_or_digit(text.front()) || !std::ranges::all_of(text, is_allowed)) {
    return fail(Errc::invalid,
                "An identifier is made of letters, digits, '.', '_' and '-', and begins with a "
                "letter or digit.");
  }
  return ItemIdentifier(std::string(text));
}

}  // namespace tapedeck
