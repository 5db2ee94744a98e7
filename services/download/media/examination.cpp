#include "download/media/examination.hpp"

#include "audio/hearing_json.hpp"
#include "audio/slice_map_json.hpp"
#include "base/utf8.hpp"
#include "json/decode.hpp"
#include "json/encode.hpp"

#include <boost/describe.hpp>

#include <algorithm>
#include <new>
#include <optional>
#include <utility>

namespace tapedeck::download {
namespace {

constexpr std::size_t most_sentence_bytes = 300;

/// A line in the place of what could not be found out.
struct Refused {
  std::string refused;
};
BOOST_DESCRIBE_STRUCT(Refused, (), (refused))

constexpr std::string_view refused_begins = "{\"refused\":";

/// One step of the examination, as a line. Errors: the source's.
template <class Step>
Result<std::string> line_of(audio::ByteSource& source, Step step) {
  try {
    auto found = step(source);
    if (found) return audio::to_json(*found) + "\n";
    if (found.error().code != Errc::invalid) return failure(found);
    return json::encode(Refused{std::move(found.error().message)}) + "\n";
  } catch (const std::bad_alloc&) {
    // Its limit is many times what any sound file needs.
    return json::encode(Refused{"The file takes more memory than it may."}) + "\n";
  }
}

/// Takes the next whole line off; nothing when there is none any more.
std::optional<std::string_view> take_line(std::string_view& output) {
  const auto end = output.find('\n');
  if (end == output.npos) return std::nullopt;
  const auto line = output.substr(0, end);
  output.remove_prefix(end + 1);
  return line;
}

/// What a line says, by the reader of its kind.
template <class Read>
auto read_line(std::optional<std::string_view> line, Read read) -> decltype(read(*line)) {
  if (!line) return fail(Errc::invalid, unreadable_sound, "the child did not come to it");
  if (line->starts_with(refused_begins)) {
    auto refused = json::decode<Refused>(*line);
    return fail(Errc::invalid, sentence_of(refused ? refused->refused : ""));
  }
  auto found = read(*line);
  if (!found) return fail(Errc::invalid, unreadable_sound, found.error().detail);
  return found;
}

}  // namespace

std::string sentence_of(std::string_view text) {
  const bool plain = std::ranges::none_of(text, [](unsigned char c) { return c < 0x20; });
  if (text.empty() || text.size() > most_sentence_bytes || !plain || !is_utf8(text))
    return unreadable_sound;
  return std::string(text);
}

Result<void> examine(audio::ByteSource& source,
                     const std::function<void(std::string line)>& write) {
  auto sums = line_of(source, [](auto& file) { return audio::sums_of(file); });
  if (!sums) return failure(sums);
  write(*std::move(sums));
  auto slices = line_of(source, [](auto& file) { return audio::make_slice_map(file); });
  if (!slices) return failure(slices);
  write(*std::move(slices));
  auto hearing = line_of(source, [](auto& file) { return audio::hear(file); });
  if (!hearing) return failure(hearing);
  write(*std::move(hearing));
  return {};
}

Examination nothing_found(std::uint64_t file_bytes, const Error& why) {
  return Examination{.sums = {.bytes = file_bytes},
                     .slices = std::unexpected(why),
                     .hearing = std::unexpected(why)};
}

Result<Examination> read_examination(std::string_view output, std::uint64_t file_bytes) {
  auto sums = read_line(take_line(output), &audio::parse_file_sums);
  if (!sums) return failure(sums);
  if (sums->bytes != file_bytes) return fail(Errc::invalid, unreadable_sound, "another size");
  const auto slices_line = take_line(output);
  const auto hearing_line = take_line(output);
  return Examination{
      .sums = *std::move(sums),
      .slices = read_line(slices_line,
                          [&](auto line) { return audio::parse_slice_map(line, file_bytes); }),
      .hearing = read_line(hearing_line, &audio::parse_hearing)};
}

}  // namespace tapedeck::download
