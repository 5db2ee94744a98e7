#include "runtime/settings_types.hpp"

#include "base/ascii.hpp"
#include "base/utf8.hpp"

#include <algorithm>
#include <array>
#include <span>

namespace tapedeck::runtime {
namespace {

using namespace std::chrono_literals;

struct Unit {
  std::string_view word;
  std::int64_t size;
};

// The order is that of show(): the first unit that divides the value is the one it is shown in.
constexpr auto time_units = std::to_array<Unit>(
    {{"d", 86'400'000}, {"h", 3'600'000}, {"m", 60'000}, {"s", 1'000}, {"ms", 1}});
constexpr auto byte_units = std::to_array<Unit>({{"TiB", std::int64_t{1} << 40},
                                                 {"GiB", std::int64_t{1} << 30},
                                                 {"MiB", std::int64_t{1} << 20},
                                                 {"KiB", std::int64_t{1} << 10},
                                                 {"", 1},
                                                 {"TB", 1'000'000'000'000},
                                                 {"GB", 1'000'000'000},
                                                 {"MB", 1'000'000},
                                                 {"kB", 1'000}});

std::string show_with_unit(std::int64_t value, std::span<const Unit> units) {
  const auto fits = [value](const Unit& unit) {
    return unit.size == 1 || (value != 0 && value % unit.size == 0);
  };
  const auto unit = std::ranges::find_if(units, fits);
  return std::to_string(value / unit->size).append(unit->word);
}

/// Reads one whole number and one of the units; nothing when it is not that or too large.
std::optional<std::int64_t> read_with_unit(std::string_view text, std::span<const Unit> units) {
  std::int64_t number = 0;
  const auto* end = text.data() + text.size();
  const auto [after, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc{} || number < 0) return std::nullopt;
  const std::string_view word(after, end);
  for (const auto& unit : units) {
    if (!detail::same_word(unit.word, word)) continue;
    if (number > std::numeric_limits<std::int64_t>::max() / unit.size) return std::nullopt;
    return number * unit.size;
  }
  return std::nullopt;
}

/// "from 1s to 2h", as far as it says anything.
std::string range_text(Bounds bounds, Bounds any, std::string (*show)(std::int64_t)) {
  std::string text;
  if (bounds.least != any.least) text += " from " + show(bounds.least);
  if (bounds.most != any.most) text += (text.empty() ? " up to " : " to ") + show(bounds.most);
  return text;
}

std::unexpected<std::string> give(const std::string& wanted) {
  return std::unexpected("Give " + wanted + ".");
}

bool is_clean_text(std::string_view text) {
  return is_utf8(text) && std::ranges::none_of(text, [](char c) {
           const auto byte = static_cast<unsigned char>(c);
           return byte < 0x20 || byte == 0x7f;
         });
}

std::string show_time(std::int64_t milliseconds) {
  return show_with_unit(milliseconds, time_units);
}
std::string show_bytes(std::int64_t bytes) { return show_with_unit(bytes, byte_units); }
std::string show_minutes(std::int64_t milliseconds) {
  return std::to_string(
      std::chrono::floor<std::chrono::minutes>(std::chrono::milliseconds(milliseconds)).count());
}

}  // namespace

namespace detail {

bool same_word(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, {}, ascii::lower, ascii::lower);
}

std::string wanted_number(Bounds bounds) {
  return "a whole number from " + std::to_string(bounds.least) + " to " +
         std::to_string(bounds.most);
}

Read<std::int64_t> read_number(std::string_view text, Bounds bounds) {
  std::int64_t number = 0;
  const auto* end = text.data() + text.size();
  const auto [after, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc{} || after != end || !bounds.contain(number)) {
    return give(wanted_number(bounds));
  }
  return number;
}

std::string wanted_word(std::string_view words, bool several) {
  return (several ? "one of " : "") + std::string(words);
}

}  // namespace detail

using Milliseconds = SettingType<std::chrono::milliseconds>;

std::string Milliseconds::wanted(Bounds bounds) {
  return "a duration" + range_text(bounds, any, &show_time) + ", such as 30s, 5m or 2h";
}

Read<std::chrono::milliseconds> Milliseconds::read(std::string_view text, Bounds bounds) {
  const auto value = read_with_unit(text, time_units);
  if (!value || !bounds.contain(*value)) return give(wanted(bounds));
  return std::chrono::milliseconds(*value);
}

std::string Milliseconds::show(std::chrono::milliseconds value) { return show_time(value.count()); }

using Minutes = SettingType<std::chrono::minutes>;

std::string Minutes::wanted(Bounds bounds) {
  return "a whole number of minutes" + range_text(bounds, any, &show_minutes);
}

Read<std::chrono::minutes> Minutes::read(std::string_view text, Bounds bounds) {
  constexpr std::int64_t in_ms = 60'000;
  const auto minutes = detail::read_number(text, {bounds.least / in_ms, bounds.most / in_ms});
  if (!minutes) return give(wanted(bounds));
  return std::chrono::minutes(*minutes);
}

std::string Minutes::show(std::chrono::minutes value) { return std::to_string(value.count()); }

std::string SettingType<Bytes>::wanted(Bounds bounds) {
  return "a size" + range_text(bounds, any, &show_bytes) + ", such as 500MiB or 10GiB";
}

Read<Bytes> SettingType<Bytes>::read(std::string_view text, Bounds bounds) {
  const auto value = read_with_unit(text, byte_units);
  if (!value || !bounds.contain(*value)) return give(wanted(bounds));
  return Bytes{static_cast<std::uint64_t>(*value)};
}

std::string SettingType<Bytes>::show(Bytes value) {
  return show_bytes(static_cast<std::int64_t>(value.count));
}

std::string SettingType<FileMask>::wanted(Bounds) {
  return "octal digits from 000 to 077, such as 022 or 027";
}

Read<FileMask> SettingType<FileMask>::read(std::string_view text, Bounds bounds) {
  constexpr int octal = 8;
  constexpr unsigned most = 077;
  constexpr std::size_t most_digits = 4;
  FileMask mask;
  const auto* const end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, mask.bits, octal);
  const bool whole = read.ec == std::errc() && read.ptr == end && text.size() <= most_digits;
  if (!whole || mask.bits > most) return give(wanted(bounds));
  return mask;
}

std::string SettingType<FileMask>::show(FileMask value) {
  constexpr unsigned digit = 7;
  return {'0', static_cast<char>('0' + ((value.bits >> 3U) & digit)),
          static_cast<char>('0' + (value.bits & digit))};
}

std::string SettingType<bool>::wanted(Bounds) { return "on or off"; }

Read<bool> SettingType<bool>::read(std::string_view text, Bounds bounds) {
  const auto is = [text](std::string_view word) { return detail::same_word(word, text); };
  if (is("on") || is("true") || is("yes") || is("1")) return true;
  if (is("off") || is("false") || is("no") || is("0")) return false;
  return give(wanted(bounds));
}

std::string SettingType<bool>::show(bool value) { return value ? "on" : "off"; }

std::string SettingType<std::string>::wanted(Bounds bounds) {
  return "a text of " + std::to_string(bounds.least) + " to " + std::to_string(bounds.most) +
         " bytes in UTF-8, without control characters";
}

Read<std::string> SettingType<std::string>::read(std::string_view text, Bounds bounds) {
  const bool fits = bounds.contain(static_cast<std::int64_t>(text.size()));
  if (!fits || !is_clean_text(text)) return give(wanted(bounds));
  return std::string(text);
}

std::string SettingType<std::string>::show(const std::string& value) { return value; }

std::string SettingType<std::filesystem::path>::wanted(Bounds) { return "a path"; }

Read<std::filesystem::path> SettingType<std::filesystem::path>::read(std::string_view text,
                                                                     Bounds bounds) {
  const bool fits = bounds.contain(static_cast<std::int64_t>(text.size()));
  if (!fits || !is_clean_text(text)) return give(wanted(bounds));
  return std::filesystem::path(text);
}

std::string SettingType<std::filesystem::path>::show(const std::filesystem::path& value) {
  return value.string();
}

std::string SettingType<telemetry::Level>::wanted(Bounds) {
  return "one of debug, info, warning, error";
}

Read<telemetry::Level> SettingType<telemetry::Level>::read(std::string_view text, Bounds bounds) {
  const auto level = telemetry::parse_level(text);
  if (!level) return give(wanted(bounds));
  return *level;
}

std::string SettingType<telemetry::Level>::show(telemetry::Level value) {
  return std::string(to_text(value));
}

}  // namespace tapedeck::runtime
