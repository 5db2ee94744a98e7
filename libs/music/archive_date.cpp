#include "music/archive_date.hpp"

#include "base/ascii.hpp"
#include "music/words.hpp"

#include <algorithm>
#include <utility>

namespace tapedeck::music {
namespace {

/// What stands at the front of a text, taken off piece by piece.
class Front {
 public:
  explicit Front(std::string_view text) : left_(text) {}

  [[nodiscard]] bool at_digit() const { return !left_.empty() && ascii::is_digit(left_.front()); }
  [[nodiscard]] bool at_end() const { return left_.empty(); }

  /// `digits` digits, no more.
  std::optional<int> number(std::size_t digits) {
    if (left_.size() < digits) return std::nullopt;
    int value = 0;
    for (const char c : left_.substr(0, digits)) {
      if (!ascii::is_digit(c)) return std::nullopt;
      value = value * 10 + (c - '0');
    }
    if (left_.size() > digits && ascii::is_digit(left_[digits])) return std::nullopt;
    left_.remove_prefix(digits);
    return value;
  }

  /// A part of a date: one or two digits, or XX or two question marks for 0.
  std::optional<unsigned> part() {
    for (const std::string_view unknown : {"XX", "xx", "Xx", "xX", "\?\?"}) {
      if (left_.starts_with(unknown)) {
        left_.remove_prefix(unknown.size());
        return 0;
      }
    }
    auto two = number(2);
    if (!two) two = number(1);
    if (!two) return std::nullopt;
    return static_cast<unsigned>(*two);
  }

  bool dash() {
    if (!left_.starts_with('-')) return false;
    left_.remove_prefix(1);
    return true;
  }

 private:
  std::string_view left_;
};

/// The best date that these parts can be; nothing for a year that no recording can be of.
std::optional<ConcertDate> repaired(int year, unsigned month, unsigned day) {
  if (month > 12 && month <= 31 && day >= 1 && day <= 12) std::swap(month, day);
  if (month > 12 || month == 0) return ConcertDate::of(year);
  if (auto whole = ConcertDate::of(year, month, day)) return whole;
  return ConcertDate::of(year, month);
}

/// `-MM-DD` after a year.
std::optional<ConcertDate> rest_of_date(int year, Front front) {
  if (!front.dash()) return std::nullopt;
  const auto month = front.part();
  if (!month || !front.dash()) return std::nullopt;
  const auto day = front.part();
  if (!day || front.at_digit()) return std::nullopt;
  return repaired(year, *month, *day);
}

std::string_view without_time(std::string_view raw) {
  raw = raw.substr(0, std::min(raw.find('T'), raw.find(' ')));
  return raw;
}

/// `YYYY`, `YYYY-MM`, `YYYY-MM-DD`, with unknown and impossible parts.
std::optional<ConcertDate> read_in_order(std::string_view text) {
  Front front(text);
  const auto year = front.number(4);
  if (!year) return std::nullopt;
  if (front.at_end()) return ConcertDate::of(*year);
  auto whole = rest_of_date(*year, front);
  if (whole) return whole;
  if (!front.dash()) return std::nullopt;
  const auto month = front.part();
  if (!month || !front.at_end()) return std::nullopt;
  return repaired(*year, *month, 0);
}

}  // namespace

std::optional<ConcertDate> read_archive_date(std::string_view raw) {
  raw = trimmed(raw);
  auto date = read_in_order(without_time(raw));
  if (date) return date;
  // A day that was typed freely; a text with other words in it is a sentence and no date.
  const auto typed = take_date(raw);
  if (!typed.from || typed.from != typed.to || !typed.rest.empty()) return std::nullopt;
  return typed.from;
}

std::optional<ConcertDate> date_in(const ItemIdentifier& item) {
  const auto text = item.text();
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (!ascii::is_digit(text[at]) || (at > 0 && ascii::is_digit(text[at - 1]))) continue;
    Front front(text.substr(at));
    if (const auto year = front.number(4)) {
      if (auto date = rest_of_date(*year, front)) return date;
      continue;
    }
    // Two digits are a year only where the letters of the band end; further back they may be the
    // number of a disc or of a format.
    const bool after_band = at > 0 && std::ranges::all_of(text.substr(0, at), ascii::is_letter);
    if (!after_band) continue;
    if (const auto digits = front.number(2)) {
      if (auto date = rest_of_date(year_of_two_digits(*digits), front)) return date;
    }
  }
  return std::nullopt;
}

std::optional<ItemDate> date_of(std::string_view raw, const ItemIdentifier& item) {
  const auto said = read_archive_date(raw);
  const auto named = date_in(item);
  if (!said && !named) return std::nullopt;
  if (!said) return ItemDate{*named, DateOrigin::identifier, std::nullopt};
  if (!named || *named == *said) return ItemDate{*said, DateOrigin::metadata, std::nullopt};
  if (said->covers(*named)) return ItemDate{*named, DateOrigin::identifier, std::nullopt};
  // The Archive's index has no unknown days: it makes the first of a month, or of January, of them.
  if (named->covers(*said) && *said == named->first_day())
    return ItemDate{*named, DateOrigin::identifier, std::nullopt};
  return ItemDate{*said, DateOrigin::metadata, named};
}

}  // namespace tapedeck::music
