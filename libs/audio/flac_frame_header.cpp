#include "audio/flac_frame_header.hpp"

#include "audio/crc.hpp"

#include <algorithm>
#include <array>
#include <bit>

namespace tapedeck::audio {

namespace {

// RFC 9639 §9.1.2; the three that follow these take their number from the end of the header.
constexpr auto rates = std::to_array<std::uint32_t>(
    {0, 88'200, 176'400, 192'000, 8'000, 16'000, 22'050, 24'000, 32'000, 44'100, 48'000, 96'000});
constexpr unsigned rate_in_khz = 12;
constexpr unsigned rate_in_hz = 13;
constexpr unsigned rate_in_ten_hz = 14;
constexpr unsigned forbidden_rate = 15;

constexpr unsigned reserved_depth = 3;
constexpr std::array<unsigned, 8> depths{0, 8, 12, 0, 16, 20, 24, 32};  // §9.1.4

constexpr unsigned most_channel_code = 10;  // §9.1.3: 8 to 10 are two channels, mixed

/// Takes bytes from the front; notes when there were too few.
class Reader {
 public:
  explicit Reader(std::span<const std::uint8_t> bytes) : bytes_(bytes) {}

  std::uint32_t take(std::size_t count) {
    std::uint32_t number = 0;
    for (; count > 0; --count) {
      if (at_ >= bytes_.size()) {
        short_ = true;
        return 0;
      }
      number = number << 8 | bytes_[at_++];
    }
    return number;
  }

  [[nodiscard]] std::size_t at() const { return at_; }
  [[nodiscard]] bool was_short() const { return short_; }

 private:
  std::span<const std::uint8_t> bytes_;
  std::size_t at_ = 0;
  bool short_ = false;
};

/// §9.1.5: as UTF-8, up to 7 bytes; 6 when it counts frames.
std::optional<std::uint64_t> take_number(Reader& in, bool variable) {
  const auto first = static_cast<std::uint8_t>(in.take(1));
  const int ones = std::countl_one(first);
  if (ones == 0) return first;
  if (ones == 1 || ones > (variable ? 7 : 6)) return std::nullopt;
  std::uint64_t number = first & (0x7fU >> ones);
  for (int i = 1; i < ones; ++i) {
    const auto byte = in.take(1);
    if ((byte & 0xc0) != 0x80) return std::nullopt;
    number = number << 6 | (byte & 0x3f);
  }
  return number;
}

/// §9.1.1: 0 for a reserved code.
std::uint32_t take_samples(Reader& in, unsigned code) {
  if (code == 0) return 0;
  if (code == 1) return 192;
  if (code <= 5) return 576U << (code - 2);
  if (code == 6) return in.take(1) + 1;
  if (code == 7) return in.take(2) + 1;
  return 256U << (code - 8);
}

std::uint32_t take_rate(Reader& in, unsigned code) {
  if (code == rate_in_khz) return in.take(1) * 1'000;
  if (code == rate_in_hz) return in.take(2);
  if (code == rate_in_ten_hz) return in.take(2) * 10;
  return rates[code];
}

}  // namespace

std::optional<FlacFrameHeader> parse_flac_frame_header(
    std::span<const std::uint8_t> bytes) noexcept {
  if (bytes.size() < 6 || bytes[0] != 0xff || (bytes[1] & 0xfe) != 0xf8) return std::nullopt;
  const unsigned samples_code = bytes[2] >> 4;
  const unsigned rate_code = bytes[2] & 0x0f;
  const unsigned channel_code = bytes[3] >> 4;
  const unsigned depth_code = bytes[3] >> 1 & 7;
  const bool reserved = (bytes[3] & 1) != 0;
  if (rate_code == forbidden_rate || channel_code > most_channel_code ||
      depth_code == reserved_depth || reserved)
    return std::nullopt;

  FlacFrameHeader header;
  header.variable = (bytes[1] & 1) != 0;
  header.channels = channel_code < 8 ? channel_code + 1 : 2;
  header.bits = depths[depth_code];
  Reader in(bytes.subspan(4));
  const auto number = take_number(in, header.variable);
  if (!number) return std::nullopt;
  header.number = *number;
  header.samples = take_samples(in, samples_code);
  header.sample_rate = take_rate(in, rate_code);
  in.take(1);  // the sum, checked below
  if (in.was_short() || header.samples == 0 || header.samples > 65'535) return std::nullopt;
  header.bytes = 4 + in.at();
  if (crc8(bytes.first(header.bytes)) != 0) return std::nullopt;
  return header;
}

}  // namespace tapedeck::audio
