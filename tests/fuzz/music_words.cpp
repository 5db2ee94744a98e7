// Any text as what a listener types and what an uploader writes about a recording.

#include "base/ensure.hpp"
#include "base/utf8.hpp"
#include "music/archive_date.hpp"
#include "music/artist_name.hpp"
#include "music/concert_date.hpp"
#include "music/day_part.hpp"
#include "music/extent.hpp"
#include "music/lineage.hpp"
#include "music/natural_order.hpp"
#include "music/setlist.hpp"
#include "music/source_kind.hpp"
#include "music/track_name.hpp"
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

void check_tracks(std::string_view text) {
  const auto title = read_track_title(text);
  ensure(title.title.size() <= text.size(), "a title is a part of what was written");
  ensure(!is_utf8(text) || is_utf8(title.title), "reading a title cuts through no letter");
  const auto named = title_in(text);
  ensure(!is_utf8(text) || is_utf8(named), "reading a name cuts through no letter");
  const auto place = place_in(text);
  ensure(!place.disc || *place.disc > 0, "discs are counted from one");
  ensure(steps_of_lineage(text).size() <= 40, "a lineage has an end");
  const auto half = text.size() / 2;
  ensure(!naturally_before(text, text), "nothing comes before itself");
  ensure(!naturally_before(text.substr(0, half), text.substr(half)) ||
             !naturally_before(text.substr(half), text.substr(0, half)),
         "an order goes one way");
}

void check_setlist(std::string_view text) {
  const auto sets = read_setlist(text);
  ensure(sets.size() <= 12, "no concert has more sets");
  for (const auto& set : sets) {
    ensure(!set.songs.empty() && set.songs.size() <= 200, "a set has songs, and an end");
    const auto one = song_words(set.songs.front());
    const auto other = song_words(set.songs.back());
    ensure(may_be_one_song(one, other) == may_be_one_song(other, one), "songs compare both ways");
  }
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
  check_tracks(text);
  check_setlist(text);
  return 0;
}
