#include "fake_archive/fault.hpp"

#include "base/nearest.hpp"
#include "fake_archive/glob.hpp"

#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <vector>

namespace tapedeck::fake_archive {

namespace json = boost::json;

namespace {

auto refuse_fault(std::string_view word, std::string_view rule) {
  return fail(Errc::invalid, fmt::format("The fault's word \"{}\" {}.", word, rule));
}

// How each kind of member reads its value; false when the value is not of that kind.

bool take_value(bool& member, std::string_view text) {
  member = text.empty() || text == "true";
  return member;
}

template <class Number>
  requires std::is_integral_v<Number>
bool take_value(Number& member, std::string_view text) {
  if (text.starts_with('+')) text.remove_prefix(1);
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), member);
  return error == std::errc{} && end == text.data() + text.size();
}

bool take_value(double& member, std::string_view text) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), member);
  return error == std::errc{} && end == text.data() + text.size() && member >= 0 && member <= 1;
}

bool take_value(std::string& member, std::string_view text) {
  member = text;
  return !text.empty();
}

bool take_value(std::optional<HostRole>& member, std::string_view text) {
  if (text == "archive") member = HostRole::archive;
  if (text == "node") member = HostRole::node;
  return member.has_value();
}

template <class T>
bool take_value(std::optional<T>& member, std::string_view text) {
  return take_value(member.emplace(), text);
}

using Take = bool (*)(Fault&, std::string_view);

template <auto Member>
bool into_fault(Fault& fault, std::string_view text) {
  return take_value(fault.*Member, text);
}

template <auto Member>
bool into_effects(Fault& fault, std::string_view text) {
  return take_value(fault.effects.*Member, text);
}

struct WordRow {
  FaultWord word;
  Take take;
};

using F = Fault;
using E = Effects;

// The whole language. The parser, its errors and the README's table are made from these rows.
// clang-format off
constexpr auto rows = std::to_array<WordRow>({
    {{"method", "GET", "Only requests of this method; it may stand alone, as the first word."}, into_fault<&F::method>},
    {{"host", "archive or node", "Only requests to this host; it may stand alone."}, into_fault<&F::host>},
    {{"path", "glob", "Only these paths, percent-encoded, `*` for anything; with a `?`, the query as well."}, into_fault<&F::path>},
    {{"nth", "n", "Only the n-th of the requests it is for, counted from 1."}, into_fault<&F::nth>},
    {{"times", "n", "At most so often; without end when it is not said."}, into_fault<&F::times>},
    {{"probability", "0 to 1", "Only so many of the requests it is for, by dice."}, into_fault<&F::probability>},
    {{"seed", "n", "Of the dice; the same seed fails the same requests."}, into_fault<&F::seed>},
    {{"delay", "ms", "Waits before it answers."}, into_effects<&E::delay>},
    {{"status", "code", "This status with a short HTML page."}, into_effects<&E::status>},
    {{"retry-after", "text", "With `status`: a Retry-After of this text, such as 30."}, into_effects<&E::retry_after>},
    {{"retry-after-date", "s", "With `status`: a Retry-After that is the date so many seconds ahead."}, into_effects<&E::retry_after_date>},
    {{"reset-after", "bytes", "Sends so much of the body, then resets the connection."}, into_effects<&E::reset_after>},
    {{"stall-after", "bytes", "Sends so much of the body, then nothing more."}, into_effects<&E::stall_after>},
    {{"close-after", "bytes", "Sends so much of the body, then ends the connection in order, short of its Content-Length."}, into_effects<&E::close_after>},
    {{"cut-to", "bytes", "The body is no longer than this, and Content-Length agrees: truncated JSON, a short file."}, into_effects<&E::cut_to>},
    {{"slow", "bytes/s", "Sends the body at this speed."}, into_effects<&E::slow>},
    {{"wrong-byte", "offset", "The byte at this place of the file is another one; once with `times=1`, else always."}, into_effects<&E::wrong_byte>},
    {{"ignore-range", "", "Answers a Range with 200 and the whole file."}, into_effects<&E::ignore_range>},
    {{"wrong-start", "bytes", "Answers a Range from so many bytes further on, and Content-Range says so; may be negative."}, into_effects<&E::wrong_start>},
    {{"redirect-loop", "", "302 to the same address."}, into_effects<&E::redirect_loop>},
    {{"redirect-chain", "n", "So many more redirects before the right one."}, into_effects<&E::redirect_chain>},
    {{"redirect-dead", "", "302 to a port of 127.0.0.1 where nobody listens."}, into_effects<&E::redirect_dead>},
    {{"redirect-to", "url", "302 to this address: file:, http://169.254.1.1/, anything."}, into_effects<&E::redirect_to>},
    {{"html", "", "200 with an HTML page, whatever was asked for."}, into_effects<&E::html>},
    {{"empty", "", "200 with an empty body."}, into_effects<&E::empty>},
    {{"gzip", "", "The body gzipped with Content-Encoding, whoever accepts it."}, into_effects<&E::gzip>},
    {{"gzip-bomb", "MiB", "200 with so much white space, gzipped to about a thousandth."}, into_effects<&E::gzip_bomb>},
    {{"error", "text", "200 with `{\"error\": text}`."}, into_effects<&E::error>},
    {{"missing", "", "The item is not there: metadata `{}`, a download 404."}, into_effects<&E::missing>},
    {{"dark", "", "The item has gone dark: `is_dark` and no files, a download 403."}, into_effects<&E::dark>},
    {{"replaced", "", "The item's originals are replaced before this answer, and stay so: other bytes, sums and ETags."}, into_effects<&E::replaced>},
    {{"stuck-cursor", "", "A scrape with `count` and `cursor` gives its first batch again."}, into_effects<&E::stuck_cursor>},
    {{"total-drift", "n", "Added to a scrape's `total`; may be negative."}, into_effects<&E::total_drift>},
    {{"batch", "n", "A scrape gives no more than so many at a time, whatever `count` says."}, into_effects<&E::batch>},
});
// clang-format on

const WordRow* row_of(std::string_view word) {
  const auto* const found =
      std::ranges::find(rows, word, [](const WordRow& row) { return row.word.word; });
  return found == rows.end() ? nullptr : found;
}

Result<void> unknown_word(std::string_view word) {
  std::array<std::string_view, rows.size()> words;
  std::ranges::transform(rows, words.begin(), [](const WordRow& row) { return row.word.word; });
  const auto near = nearest(word, words);
  if (near.empty()) return refuse_fault(word, "is not known; see the table in the README");
  return refuse_fault(word, fmt::format("is not known; did you mean \"{}\"", near));
}

Result<void> set_word(Fault& fault, std::string_view word, std::string_view value) {
  const auto* const row = row_of(word);
  if (row == nullptr) return unknown_word(word);
  if (!row->take(fault, value))
    return refuse_fault(word, fmt::format("takes {}, not \"{}\"", row->word.value, value));
  return {};
}

bool is_method(std::string_view word) {
  constexpr auto methods =
      std::to_array<std::string_view>({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"});
  return std::ranges::find(methods, word) != methods.end();
}

/// One word of the one-line form.
Result<void> set_from_text(Fault& fault, std::string_view word) {
  if (is_method(word)) return set_word(fault, "method", word);
  if (word == "archive" || word == "node") return set_word(fault, "host", word);
  if (word.starts_with('/') || word.starts_with('*')) return set_word(fault, "path", word);
  const auto equals = word.find('=');
  const auto value = equals == std::string_view::npos ? "" : word.substr(equals + 1);
  return set_word(fault, word.substr(0, equals), value);
}

/// Cuts at spaces outside quotation marks, which are left out.
std::vector<std::string> cut_words(std::string_view text) {
  std::vector<std::string> words(1);
  bool quoted = false;
  for (const char c : text) {
    if (c == '"') {
      quoted = !quoted;
    } else if (c == ' ' && !quoted) {
      if (!words.back().empty()) words.emplace_back();
    } else {
      words.back() += c;
    }
  }
  if (words.back().empty()) words.pop_back();
  return words;
}

std::string value_text(const json::value& value) {
  return value.is_string() ? std::string(std::string_view(value.get_string()))
                           : json::serialize(value);
}

}  // namespace

Result<Fault> parse_fault(std::string_view text) {
  Fault fault;
  for (const auto& word : cut_words(text)) {
    if (auto set = set_from_text(fault, word); !set) return failure(set);
  }
  fault.text = text;
  return fault;
}

Result<Fault> parse_fault(const json::value& value) {
  if (value.is_string()) return parse_fault(std::string_view(value.get_string()));
  if (!value.is_object()) return fail(Errc::invalid, "A fault is a line of text or an object.");
  Fault fault;
  for (const auto& [key, word_value] : value.get_object()) {
    const std::string_view word = key;
    const auto text = value_text(word_value);
    if (text == "false" || text == "null") continue;
    if (auto set = set_word(fault, word, text); !set) return failure(set);
    fault.text += fmt::format("{}{}={}", fault.text.empty() ? "" : " ", word, text);
  }
  return fault;
}

bool concerns(const Fault& fault, HostRole host, std::string_view method, std::string_view target) {
  if (fault.host && *fault.host != host) return false;
  if (!fault.method.empty() && fault.method != method) return false;
  if (!fault.path.contains('?')) target = target.substr(0, target.find('?'));
  return fits_glob(target, fault.path);
}

std::string fault_table() {
  std::string table = "| word | value | what it does |\n| --- | --- | --- |\n";
  for (const auto& row : rows) {
    const auto value = row.word.value.empty() ? "" : fmt::format("{}", row.word.value);
    table += fmt::format("| `{}` | {} | {} |\n", row.word.word, value, row.word.meaning);
  }
  return table;
}

}  // namespace tapedeck::fake_archive
