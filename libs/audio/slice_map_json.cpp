#include "audio/slice_map_json.hpp"

#include "json/decode.hpp"
#include "json/encode.hpp"

#include <limits>
#include <optional>

namespace tapedeck::audio {

namespace {

constexpr std::string_view flac_name = "flac";
constexpr std::string_view mp3_name = "mp3";
constexpr std::size_t flac_head_characters = 56;  // 42 bytes

/// More than any decoder's run-up and any slice: 30 s of 655,350 samples a second, FLAC's most.
constexpr std::uint64_t most_samples = 30 * 655'350;

std::optional<Slice> read_slice(const std::vector<std::uint64_t>& row, std::uint64_t file_bytes) {
  if (row.size() != 4) return std::nullopt;
  const bool inside = row[0] < row[1] && row[1] <= file_bytes;
  if (!inside || row[2] > most_samples || row[3] == 0 || row[3] > most_samples) return std::nullopt;
  return Slice{.first_byte = row[0],
               .end_byte = row[1],
               .drop_samples = static_cast<std::uint32_t>(row[2]),
               .keep_samples = static_cast<std::uint32_t>(row[3])};
}

bool is_base64(std::string_view text) {
  return text.find_first_not_of(
             "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/") == text.npos;
}

bool has_right_head(const WrittenSliceMap& written) {
  if (written.codec == mp3_name) return written.head.empty();
  return written.codec == flac_name && written.head.size() == flac_head_characters &&
         is_base64(written.head);
}

std::unexpected<Error> wrong_map(std::string detail) {
  return fail(Errc::invalid, "This is no slice map.", std::move(detail));
}

}  // namespace

std::string to_json(const SliceMap& map) {
  WrittenSliceMap written{
      .codec = std::string(map.codec == Codec::flac ? flac_name : mp3_name),
      .sample_rate = map.sample_rate,
      .channels = map.channels,
      .total = map.samples,
      .head = map.head,
      .slices = {},
  };
  written.slices.reserve(map.slices.size());
  for (const auto& slice : map.slices)
    written.slices.push_back(
        {slice.first_byte, slice.end_byte, slice.drop_samples, slice.keep_samples});
  return json::encode(written);
}

Result<SliceMap> parse_slice_map(std::string_view text, std::uint64_t file_bytes) {
  auto written = json::decode<WrittenSliceMap>(text);
  if (!written) return failure(written);
  if (written->sample_rate == 0 || written->channels == 0 || written->channels > 8 ||
      !has_right_head(*written))
    return wrong_map("codec, rate, channels or head");
  if (written->slices.empty() || written->slices.size() > most_slices)
    return wrong_map("number of slices");
  SliceMap map{.codec = written->codec == flac_name ? Codec::flac : Codec::mp3,
               .sample_rate = written->sample_rate,
               .channels = written->channels,
               .head = std::move(written->head)};
  map.slices.reserve(written->slices.size());
  for (const auto& row : written->slices) {
    const auto slice = read_slice(row, file_bytes);
    // Only their ends: a run-up may reach back behind the beginning of the slice before.
    const bool in_order =
        map.slices.empty() || (slice && slice->end_byte >= map.slices.back().end_byte);
    if (!slice || !in_order) return wrong_map("slice " + std::to_string(map.slices.size()));
    map.slices.push_back(*slice);
    map.samples += slice->keep_samples;
  }
  if (map.samples != written->total) return wrong_map("total");
  return map;
}

}  // namespace tapedeck::audio
