#include "unit/fake_archive/shorten_decoder.hpp"

#include <array>
#include <cstddef>

namespace tapedeck::fake_archive {

namespace {

class BitReader {
 public:
  explicit BitReader(std::string_view bytes) : bytes_(bytes) {}

  std::uint32_t unsigned_code(unsigned width) {
    std::uint32_t value = 0;
    while (!bit() && !ended_)
      ++value;
    for (unsigned i = 0; i < width; ++i)
      value = value << 1 | (bit() ? 1U : 0U);
    return value;
  }

  std::int32_t signed_code(unsigned width) {
    const auto folded = unsigned_code(width + 1);
    const auto value = static_cast<std::int32_t>(folded >> 1);
    return (folded & 1) != 0 ? ~value : value;
  }

  std::uint32_t number() { return unsigned_code(unsigned_code(2)); }

  [[nodiscard]] bool ended() const { return ended_; }

 private:
  bool bit() {
    if (at_ / 8 >= bytes_.size()) ended_ = true;
    if (ended_) return true;
    const auto byte = static_cast<unsigned char>(bytes_[at_ / 8]);
    const bool one = (byte >> (7 - at_ % 8) & 1) != 0;
    ++at_;
    return one;
  }

  std::string_view bytes_;
  std::size_t at_ = 0;
  bool ended_ = false;
};

struct Channel {
  std::vector<std::int32_t> samples;

  [[nodiscard]] std::int32_t back(std::size_t steps) const {
    return steps <= samples.size() ? samples[samples.size() - steps] : 0;
  }

  [[nodiscard]] std::int32_t guess(std::uint32_t order) const {
    switch (order) {
      case 1:
        return back(1);
      case 2:
        return 2 * back(1) - back(2);
      case 3:
        return 3 * back(1) - 3 * back(2) + back(3);
      default:
        return 0;
    }
  }
};

}  // namespace

Unshortened unshorten(std::string_view bytes) {
  Unshortened out;
  if (!bytes.starts_with("ajkg\x02")) return out;
  BitReader in(bytes.substr(5));
  const auto type = in.number();
  const auto channel_count = in.number();
  auto block = in.number();
  const auto predictor = in.number() + in.number() + in.number();
  if (type != 5 || channel_count != 2 || predictor != 0) return out;

  std::array<Channel, 2> sides;
  std::size_t turn = 0;
  for (auto function = in.unsigned_code(2); function != 4 && !in.ended();
       function = in.unsigned_code(2)) {
    if (function == 9) {
      const auto count = in.unsigned_code(5);
      for (std::uint32_t i = 0; i < count; ++i)
        out.header += static_cast<char>(in.unsigned_code(8));
    } else if (function == 5) {
      block = in.number();
    } else if (function <= 3) {
      const auto width = in.unsigned_code(3);
      auto& channel = sides.at(turn);
      for (std::uint32_t i = 0; i < block; ++i)
        channel.samples.push_back(channel.guess(function) + in.signed_code(width));
      turn = 1 - turn;
    } else {
      return Unshortened{};
    }
  }
  if (in.ended()) return Unshortened{};
  for (std::size_t i = 0; i < sides[0].samples.size(); ++i) {
    out.samples.push_back(sides[0].samples[i]);
    out.samples.push_back(sides[1].samples.at(i));
  }
  return out;
}

}  // namespace tapedeck::fake_archive
