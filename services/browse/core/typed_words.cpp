#include "browse/core/typed_words.hpp"

#include "archive/item_address.hpp"
#include "base/ascii.hpp"
#include "music/archive_date.hpp"
#include "music/artist_nickname.hpp"
#include "music/words.hpp"

#include <algorithm>
#include <utility>

namespace tapedeck::browse {
namespace {

/// An address, or a word with the shape of an identifier: "gd77-05-08.sbd.hicks.4982.sbeok.shnf".
/// A date alone, or one with a band's short name before it, is a date.
std::optional<ItemIdentifier> pasted_item(std::string_view text) {
  auto item = archive::parse_identifier_or_address(text);
  if (!item) return std::nullopt;
  if (archive::is_address(text)) return *item;
  const bool has_letter = std::ranges::any_of(text, ascii::is_letter);
  const bool has_digit = text.find_first_of("0123456789") != text.npos;
  const bool has_parts = text.find_first_of("._") != text.npos;
  if (!has_letter || !has_digit || !has_parts || text.ends_with('.')) return std::nullopt;
  if (music::take_date(text).from) return std::nullopt;
  return *item;
}

/// Takes what stands between quotation marks out of a text.
std::vector<std::string> take_phrases(std::string& text) {
  std::vector<std::string> phrases;
  auto open = text.find('"');
  while (open != std::string::npos) {
    const auto close = text.find('"', open + 1);
    if (close == std::string::npos) break;
    const auto phrase = music::trimmed(std::string_view(text).substr(open + 1, close - open - 1));
    if (!phrase.empty()) phrases.emplace_back(phrase);
    text.replace(open, close - open + 1, " ");
    open = text.find('"', open);
  }
  return phrases;
}

/// "gd1977-05-08" as "gd 1977-05-08".
std::string band_and_date(const std::string& text) {
  const auto digit = text.find_first_of("0123456789");
  if (digit == std::string::npos || text.contains(' ')) return text;
  const auto band = text.substr(0, digit);
  const auto date = text.substr(digit);
  const auto read = music::take_date(date);
  const bool whole = read.from && read.rest.empty();
  return whole && !music::artist_called(band).empty() ? band + " " + date : text;
}

/// Takes an artist's short name off the front of a text, for the name.
std::string take_artist(std::string& text) {
  const auto end = std::min(text.find(' '), text.size());
  std::string artist(music::artist_called(text.substr(0, end)));
  if (!artist.empty()) text.erase(0, std::min(end + 1, text.size()));
  return artist;
}

}  // namespace

TypedWords read_typed(std::string_view text) {
  text = music::trimmed(text);
  TypedWords typed;
  typed.item = pasted_item(text);
  if (typed.item) return typed;

  std::string left(text);
  typed.phrases = take_phrases(left);
  auto dated = music::take_date(band_and_date(std::string(music::trimmed(left))));
  typed.from = dated.from;
  typed.to = dated.to;
  typed.rest = std::move(dated.rest);
  typed.artist = take_artist(typed.rest);
  return typed;
}

}  // namespace tapedeck::browse
