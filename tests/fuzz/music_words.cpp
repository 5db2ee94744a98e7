// Any text as what a listener types and what an uploader writes about a recording.

#include "base/ensure.hpp"
#include "base/utf8.hpp"
#include "music/archive_date.hpp"
#include "music/artist_name.hpp"
#include "music/concert_date.hpp"
#include "music/day_part.hpp"
#include "music/extent.hpp"
#include "music/source_kind.hpp"
#include "music/venue_name.hpp"
#include "music/words.hpp"

#include <cstdint>
#include <string>

namespace {

using namespace tapedeck;
using namespace tapedeck::music;

void check_typed(std::string_view text) {
  const auto typed = take_date(text);
  ensure(typed.from.has_value() == typed.to.has_value(), "a date has two ends or none");
  ensure(typed.rest.size() <= text.size(), "nothing is added to what was typed");
  if (!typed.from) return;
  ensure(typed.from->first_day() <= typed.to->last_day(), "a date does not end before it begins");
  for (const auto& date : {*typed.from, *typed.to})
    ensure(ConcertDate::parse(date.text()) == date, "a date reads back the same");
}

void check_dates(std::string_view text) {
  const auto date = read_archive_date(text);
  if (date) ensure(ConcertDate::parse(date->text()) == *date, "a date reads back the same");
  const auto item = ItemIdentifier::parse(text);
  if (!item) return;
  const auto named = date_in(*item);
  if (named) ensure(date_of("", *item).has_value(), "an identifier's date is an item's date");
  static_cast<void>(extent_of(*item, text));
  static_cast<void>(day_part_of(*item, text, text, text));
  static_cast<void>(classify_source({text, text, text}, *item));
}

void check_names(std::string_view text) {
  for (const auto& word : words_of(text))
    ensure(!word.empty() && word.find(' ') == word.npos, "a word is letters without a space");
  const auto artist = fold_artist(text);
  ensure(!is_utf8(text) || is_utf8(artist), "folding cuts through no letter");
  const auto half = text.size() / 2;
  const auto one = text.substr(0, half);
  const auto other = text.substr(half);
  ensure(may_be_one_venue(one, other) == may_be_one_venue(other, one), "venues compare both ways");
  ensure(may_be_one_venue(one, one), "a venue is itself");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): libFuzzer gives bytes
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  check_typed(text);
  check_dates(text);
  check_names(text);
  return 0;
}
