#include "archive/http/public_address.hpp"

#include <algorithm>
#include <array>

namespace tapedeck::archive {
namespace {

using Bytes = std::span<const std::uint8_t>;

/// A block of addresses: those whose first `bits` bits are those of `begin`.
template <std::size_t Size>
struct Block {
  std::array<std::uint8_t, Size> begin;
  unsigned bits;

  [[nodiscard]] bool holds(Bytes address) const {
    const std::size_t whole = bits / 8;
    if (!std::ranges::equal(address.first(whole), Bytes(begin).first(whole))) return false;
    const unsigned rest = bits % 8;
    return rest == 0 || (address[whole] >> (8 - rest)) == (begin[whole] >> (8 - rest));
  }
};

// clang-format off
constexpr auto closed_v4 = std::to_array<Block<4>>({
    {{0, 0, 0, 0}, 8},        // this network
    {{10, 0, 0, 0}, 8},       // private
    {{100, 64, 0, 0}, 10},    // shared behind a carrier's NAT
    {{127, 0, 0, 0}, 8},      // loopback
    {{169, 254, 0, 0}, 16},   // link-local; where clouds keep their secrets
    {{172, 16, 0, 0}, 12},    // private
    {{192, 0, 0, 0}, 24},     // protocol assignments
    {{192, 0, 2, 0}, 24},     // documentation
    {{192, 88, 99, 0}, 24},   // 6to4 relays, withdrawn
    {{192, 168, 0, 0}, 16},   // private
    {{198, 18, 0, 0}, 15},    // benchmarks
    {{198, 51, 100, 0}, 24},  // documentation
    {{203, 0, 113, 0}, 24},   // documentation
    {{224, 0, 0, 0}, 4},      // multicast
    {{240, 0, 0, 0}, 4},      // reserved, and broadcast
});
constexpr Block<16> global_v6{{0x20}, 3};
constexpr auto closed_v6 = std::to_array<Block<16>>({
    {{0x20, 0x01, 0x00, 0x00}, 23},  // protocol assignments, Teredo among them
    {{0x20, 0x01, 0x0d, 0xb8}, 32},  // documentation
    {{0x3f, 0xff}, 20},              // documentation
});
constexpr Block<16> mapped{{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff}, 96};  // ::ffff:a.b.c.d
constexpr Block<16> nat64{{0x00, 0x64, 0xff, 0x9b}, 96};                     // 64:ff9b::a.b.c.d
constexpr Block<16> six_to_four{{0x20, 0x02}, 16};                           // 2002:a.b:c.d::
// clang-format on

bool is_public_v4(Bytes address) {
  return std::ranges::none_of(closed_v4, [&](const auto& block) { return block.holds(address); });
}

bool is_public_v6(Bytes address) {
  if (mapped.holds(address) || nat64.holds(address)) return is_public_v4(address.last(4));
  if (six_to_four.holds(address)) return is_public_v4(address.subspan(2, 4));
  return global_v6.holds(address) &&
         std::ranges::none_of(closed_v6, [&](const auto& block) { return block.holds(address); });
}

}  // namespace

bool is_public_address(Bytes address) {
  if (address.size() == 4) return is_public_v4(address);
  return address.size() == 16 && is_public_v6(address);
}

bool is_loopback_address(Bytes address) {
  if (address.size() == 4) return address[0] == 127;
  return address.size() == 16 && address[15] == 1 &&
         std::ranges::all_of(address.first(15), [](auto byte) { return byte == 0; });
}

}  // namespace tapedeck::archive
