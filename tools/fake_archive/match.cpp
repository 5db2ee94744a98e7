// Whether a document answers a query: the half of query.hpp that looks at values.

#include "fake_archive/glob.hpp"
#include "fake_archive/query.hpp"

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <functional>
#include <optional>
#include <span>

namespace tapedeck::fake_archive {

namespace json = boost::json;

namespace {

/// What a word without a field looks in.
constexpr auto free_text_fields = std::to_array<std::string_view>(
    {"identifier", "title", "creator", "description", "subject", "venue", "coverage", "source",
     "lineage", "taper", "transferer", "date", "year", "notes"});

/// Compared as a whole and with case.
constexpr auto whole_fields =
    std::to_array<std::string_view>({"identifier", "collection", "mediatype"});

constexpr auto date_fields = std::to_array<std::string_view>(
    {"date", "publicdate", "addeddate", "updatedate", "reviewdate", "indexdate"});

bool among(std::span<const std::string_view> names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}

/// Calls `test` with each value of a member, as text, until one passes.
bool any_value(const json::object& document, std::string_view field,
               const std::function<bool(std::string_view)>& test) {
  const auto* const value = document.if_contains(field);
  if (value == nullptr) return false;
  const auto passes = [&test](const json::value& entry) {
    if (entry.is_string()) return test(entry.get_string());
    if (entry.is_int64()) return test(std::to_string(entry.get_int64()));
    if (entry.is_uint64()) return test(std::to_string(entry.get_uint64()));
    if (entry.is_double()) return test(fmt::format("{}", entry.get_double()));
    return false;
  };
  if (const auto* const list = value->if_array()) return std::ranges::any_of(*list, passes);
  return passes(*value);
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

/// Letters, digits, and every byte of a letter outside ASCII.
bool is_word_byte(char c) {
  const char folded = lower(c);
  return (folded >= 'a' && folded <= 'z') || (c >= '0' && c <= '9') ||
         static_cast<unsigned char>(c) >= 0x80;
}

/// The words of a text in lower case, each with a space before and after it: " gd1977 05 08 ".
std::string words_of(std::string_view text) {
  std::string words = " ";
  for (const char c : text) {
    if (is_word_byte(c)) {
      words += lower(c);
    } else if (words.back() != ' ') {
      words += ' ';
    }
  }
  if (words.back() != ' ') words += ' ';
  return words;
}

bool fits_pattern(std::string_view text, std::string_view pattern) {
  return fits_glob(text, pattern, QuestionMark::any_byte);
}

std::string lowered(std::string_view text) {
  std::string folded(text);
  std::ranges::transform(folded, folded.begin(), lower);
  return folded;
}

/// Whether one word of `text`, or the whole of it, fits the pattern.
bool word_fits(std::string_view text, std::string_view pattern) {
  const auto folded = lowered(pattern);
  if (fits_pattern(lowered(text), folded)) return true;
  const auto words = words_of(text);
  for (std::size_t at = 1; at < words.size();) {
    const auto end = words.find(' ', at);
    if (fits_pattern(std::string_view(words).substr(at, end - at), folded)) return true;
    at = end + 1;
  }
  return false;
}

/// A moment as search keeps it, filled up from a part of one: "1977" becomes the first or the last
/// second of that year.
std::string filled_up(std::string_view moment, bool to_the_end) {
  std::string text(moment);
  if (text.size() > 10 && text[10] == ' ') text[10] = 'T';
  const std::string_view whole = to_the_end ? "9999-12-31T23:59:59Z" : "0000-01-01T00:00:00Z";
  if (text.size() < whole.size()) text += whole.substr(text.size());
  return text;
}

std::optional<double> to_number(std::string_view text) {
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

template <class T>
bool between(const T& value, const std::optional<T>& low, const std::optional<T>& high,
             const Clause& clause) {
  if (low && (clause.low_inclusive ? value < *low : value <= *low)) return false;
  return !high || (clause.high_inclusive ? value <= *high : value < *high);
}

bool in_range(const Clause& clause, std::string_view value) {
  if (among(date_fields, clause.field)) {
    std::optional<std::string> low;
    std::optional<std::string> high;
    if (!clause.low.empty()) low = filled_up(clause.low, !clause.low_inclusive);
    if (!clause.high.empty()) high = filled_up(clause.high, clause.high_inclusive);
    return between(std::string(value), low, high, clause);
  }
  const auto number = to_number(value);
  const auto low = to_number(clause.low);
  const auto high = to_number(clause.high);
  if (number && (low || clause.low.empty()) && (high || clause.high.empty()))
    return between(*number, low, high, clause);
  std::optional<std::string> low_text;
  std::optional<std::string> high_text;
  if (!clause.low.empty()) low_text = clause.low;
  if (!clause.high.empty()) high_text = clause.high;
  return between(std::string(value), low_text, high_text, clause);
}

bool word_in(const Clause& clause, const json::object& document, std::string_view field) {
  return any_value(document, field, [&](std::string_view value) {
    const bool whole = among(whole_fields, field) && !clause.field.empty();
    if (whole) return clause.pattern ? fits_pattern(value, clause.text) : value == clause.text;
    if (clause.pattern) return word_fits(value, clause.text);
    if (among(date_fields, field) && !clause.field.empty()) return value.starts_with(clause.text);
    const auto words = words_of(clause.text);
    return words.size() > 1 && words_of(value).contains(words);
  });
}

bool has_word(const Clause& clause, const json::object& document) {
  if (!clause.field.empty()) return word_in(clause, document, clause.field);
  return std::ranges::any_of(
      free_text_fields, [&](std::string_view field) { return word_in(clause, document, field); });
}

}  // namespace

bool matches(const Clause& clause, const json::object& document) {
  const auto holds = [&document](const Clause& part) { return matches(part, document); };
  switch (clause.kind) {
    case Clause::Kind::all:
      return true;
    case Clause::Kind::every:
      return std::ranges::all_of(clause.parts, holds);
    case Clause::Kind::any:
      return std::ranges::any_of(clause.parts, holds);
    case Clause::Kind::none:
      return !holds(clause.parts.front());
    case Clause::Kind::word:
      return has_word(clause, document);
    case Clause::Kind::range:
      return any_value(document, clause.field,
                       [&](std::string_view value) { return in_range(clause, value); });
    case Clause::Kind::present:
      return document.contains(clause.field);
  }
  return false;
}

}  // namespace tapedeck::fake_archive
