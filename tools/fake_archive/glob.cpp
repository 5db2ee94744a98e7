#include "fake_archive/glob.hpp"

namespace tapedeck::fake_archive {

bool fits_glob(std::string_view text, std::string_view pattern, QuestionMark question) {
  // Goes back to the last star when a byte does not fit: at worst their product, never more.
  constexpr auto none = std::string_view::npos;
  std::size_t t = 0;
  std::size_t p = 0;
  std::size_t after_star = none;
  std::size_t star_took_to = 0;
  while (t < text.size()) {
    const bool any = p < pattern.size() && pattern[p] == '?' && question == QuestionMark::any_byte;
    if (p < pattern.size() && pattern[p] == '*') {
      after_star = ++p;
      star_took_to = t;
    } else if (p < pattern.size() && (any || pattern[p] == text[t])) {
      ++p;
      ++t;
    } else if (after_star != none) {
      p = after_star;
      t = ++star_took_to;
    } else {
      return false;
    }
  }
  return pattern.find_first_not_of('*', p) == none;
}

}  // namespace tapedeck::fake_archive
