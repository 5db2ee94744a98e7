#include "audio/fingerprints.hpp"

#include "base/ascii.hpp"
#include "base/utf8.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace tapedeck::audio {
namespace {

constexpr std::size_t md5_digits = 32;
constexpr std::size_t most_name_bytes = 1'024;
constexpr std::string_view shntool_mark = "[shntool]";

bool is_hex_digit(char c) {
  return ascii::is_digit(c) || (ascii::lower(c) >= 'a' && ascii::lower(c) <= 'f');
}

/// Where the line's only run of 32 hexadecimal digits begins.
std::optional<std::size_t> find_md5(std::string_view line) {
  std::optional<std::size_t> found;
  for (std::size_t at = 0; at < line.size();) {
    const auto* const end = std::ranges::find_if_not(line.substr(at), is_hex_digit);
    const auto digits = static_cast<std::size_t>(end - line.substr(at).begin());
    // A digit of a word, as in "face", is no beginning.
    const bool whole = at == 0 || !ascii::is_letter_or_digit(line[at - 1]);
    const bool ends = at + digits == line.size() || !ascii::is_letter_or_digit(line[at + digits]);
    if (digits == md5_digits && whole && ends) {
      if (found) return std::nullopt;
      found = at;
    }
    at += std::max<std::size_t>(digits, 1);
  }
  return found;
}

std::string_view trimmed(std::string_view text, std::string_view of) {
  const auto first = text.find_first_not_of(of);
  if (first == text.npos) return {};
  return text.substr(first, text.find_last_not_of(of) - first + 1);
}

/// Behind the last divider, of either kind.
std::string_view without_folders(std::string_view name) {
  const auto divider = name.find_last_of("/\\");
  return divider == name.npos ? name : name.substr(divider + 1);
}

std::string_view stem_of_name(std::string_view name) { return name.substr(0, name.rfind('.')); }

std::string ending_of_name(std::string_view name) {
  const auto dot = name.rfind('.');
  return dot == name.npos ? std::string() : ascii::lower_case(name.substr(dot + 1));
}

/// What stands around the digits, as a name.
std::string_view name_around(std::string_view before, std::string_view behind) {
  constexpr std::string_view blanks = " \t";
  before = trimmed(before, blanks);
  if (before.starts_with("MD5 (") || before.starts_with("md5 (")) {
    const auto close = before.rfind(')');
    if (close != before.npos) return before.substr(5, close - 5);
  }
  before = trimmed(before, " \t:=");
  if (!before.empty()) return before;
  behind = trimmed(behind, blanks);
  if (behind.starts_with(shntool_mark)) behind.remove_prefix(shntool_mark.size());
  behind = trimmed(behind, blanks);
  if (behind.starts_with('*')) behind.remove_prefix(1);
  return trimmed(behind, " \t:");
}

bool is_plain_name(std::string_view name) {
  return !name.empty() && name.size() <= most_name_bytes && std::ranges::none_of(name, [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte == 0x7f;
  });
}

/// Each byte is the character of that number.
std::string utf8_of_latin1(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80) {
      out += c;
    } else {
      out += static_cast<char>(0xc0 | byte >> 6);
      out += static_cast<char>(0x80 | (byte & 0x3f));
    }
  }
  return out;
}

std::optional<Fingerprint> read_line(std::string_view line, FingerprintKind kind) {
  const auto at = find_md5(line);
  if (!at) return std::nullopt;
  const auto before = line.substr(0, *at);
  const auto behind = line.substr(*at + md5_digits);
  const auto name = without_folders(name_around(before, behind));
  if (!is_plain_name(name)) return std::nullopt;
  // metaflac alone writes the name first, with a colon.
  const bool of_samples =
      trimmed(before, " \t").ends_with(':') || behind.find(shntool_mark) != behind.npos;
  return Fingerprint{.kind = of_samples ? FingerprintKind::samples : kind,
                     .name = is_utf8(name) ? std::string(name) : utf8_of_latin1(name),
                     .md5 = ascii::lower_case(line.substr(*at, md5_digits))};
}

Match match_of(const std::string& expected, const std::string& found) {
  return expected == found ? Match::equal : Match::different;
}

/// The bytes of a WAV file that is no more. What one was made into knows its header for sure only
/// in Shorten, which keeps it.
Match compare_wav(const std::string& expected, const Hearing* hearing) {
  if (hearing == nullptr || hearing->wav_md5.empty()) return Match::not_comparable;
  if (hearing->wav_md5 == expected) return Match::equal;
  return hearing->codec == Codec::shorten ? Match::different : Match::not_comparable;
}

}  // namespace

std::optional<FingerprintKind> fingerprints_in(std::string_view file_name) {
  auto name = ascii::lower_case(without_folders(file_name));
  if (name.ends_with(".txt")) name.resize(name.size() - 4);
  // Behind a dot, or the last word of a name such as `gd77-ffp`.
  const auto word = std::string_view(name).substr(name.find_last_of(". -_") + 1);
  if (word == "ffp" || word == "st5" || word == "fingerprint" || word == "fingerprints")
    return FingerprintKind::samples;
  if (word == "md5" || word == "md5s" || word == "md5sum") return FingerprintKind::file;
  return std::nullopt;
}

std::vector<Fingerprint> read_fingerprints(std::string_view text, FingerprintKind kind) {
  std::vector<Fingerprint> fingerprints;
  while (!text.empty() && fingerprints.size() < most_fingerprints) {
    const auto end = text.find_first_of("\r\n");
    if (auto read = read_line(text.substr(0, end), kind)) fingerprints.push_back(*std::move(read));
    text.remove_prefix(end == text.npos ? text.size() : end + 1);
  }
  return fingerprints;
}

std::optional<Match> compare(const Fingerprint& fingerprint, std::string_view file_name,
                             const FileSums& sums, const Hearing* hearing) {
  const auto name = ascii::lower_case(without_folders(file_name));
  const auto wanted = ascii::lower_case(fingerprint.name);
  const auto ending = ending_of_name(wanted);
  const bool same_stem = stem_of_name(name) == stem_of_name(wanted);
  if (fingerprint.kind == FingerprintKind::file) {
    if (name == wanted) return match_of(fingerprint.md5, sums.md5);
    const bool lossless = hearing != nullptr && !hearing->pcm_md5.empty();
    if (same_stem && ending == "wav" && lossless) return compare_wav(fingerprint.md5, hearing);
    return std::nullopt;
  }
  constexpr auto lossless_endings = std::to_array<std::string_view>({"flac", "shn", "wav", ""});
  const bool fits =
      same_stem && std::ranges::find(lossless_endings, ending) != lossless_endings.end();
  if (name != wanted && !fits) return std::nullopt;
  if (hearing == nullptr)
    return name == wanted ? std::optional(Match::not_comparable) : std::nullopt;
  if (hearing->pcm_md5.empty()) return std::nullopt;
  return match_of(fingerprint.md5, hearing->pcm_md5);
}

}  // namespace tapedeck::audio
