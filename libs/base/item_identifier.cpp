#include "base/item_identifier.hpp"

#include "base/ascii.hpp"

#include <algorithm>

namespace tapedeck {
namespace {

bool is_allowed(char c) { return ascii::is_letter_or_digit(c) || c == '.' || c == '_' || c == '-'; }

}  // namespace

Result<ItemIdentifier> ItemIdentifier::parse(std::string_view text) {
  if (text.size() < min_bytes || text.size() > max_bytes) {
    return fail(Errc::invalid, "An identifier has 3 to 100 characters.");
  }
  if (!ascii::is_letter_or_digit(text.front()) || !std::ranges::all_of(text, is_allowed)) {
    return fail(Errc::invalid,
                "An identifier is made of letters, digits, '.', '_' and '-', and begins with a "
                "letter or digit.");
  }
  return ItemIdentifier(std::string(text));
}

}  // namespace tapedeck
