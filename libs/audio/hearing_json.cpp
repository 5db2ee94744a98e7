#include "audio/hearing_json.hpp"

#include "json/decode.hpp"
#include "json/encode.hpp"

#include <algorithm>

namespace tapedeck::audio {
namespace {

bool is_digest(std::string_view text, std::size_t digits) {
  return text.size() == digits && text.find_first_not_of("0123456789abcdef") == text.npos;
}

bool is_md5_or_nothing(std::string_view text) { return text.empty() || is_digest(text, 32); }

bool is_plain(std::string_view text) {
  return std::ranges::none_of(text, [](unsigned char c) { return c < 0x20 || c == 0x7f; });
}

bool is_padded_base64(std::string_view text) {
  const auto end = text.find_last_not_of('=');
  const auto digits = text.substr(0, end == text.npos ? 0 : end + 1);
  return text.size() % 4 == 0 && text.size() - digits.size() <= 2 &&
         digits.find_first_not_of(
             "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/") == digits.npos;
}

}  // namespace

std::string to_json(const Hearing& hearing) { return json::encode(hearing); }

Result<Hearing> parse_hearing(std::string_view text) {
  auto hearing = json::decode<Hearing>(text);
  if (!hearing) return failure(hearing);
  const bool digests = is_md5_or_nothing(hearing->pcm_md5) &&
                       is_md5_or_nothing(hearing->announced_md5) &&
                       is_md5_or_nothing(hearing->wav_md5);
  const bool sentences = is_plain(hearing->decoder) &&
                         std::ranges::all_of(hearing->faults, is_plain) &&
                         std::ranges::all_of(hearing->notes, is_plain);
  if (!digests || !sentences || !is_padded_base64(hearing->waveform))
    return fail(Errc::invalid, "This is no hearing.", "a digest, a sentence or the waveform");
  return hearing;
}

std::string to_json(const FileSums& sums) { return json::encode(sums); }

Result<FileSums> parse_file_sums(std::string_view text) {
  auto sums = json::decode<FileSums>(text);
  if (!sums) return failure(sums);
  if (!is_digest(sums->md5, 32) || !is_digest(sums->sha1, 40))
    return fail(Errc::invalid, "These are no digests.");
  return sums;
}

}  // namespace tapedeck::audio
