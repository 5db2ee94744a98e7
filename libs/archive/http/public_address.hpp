#pragma once

#include <cstdint>
#include <span>

namespace tapedeck::archive {

/// Whether an address, 4 bytes of IPv4 or 16 of IPv6 in network order, is one of the open internet:
/// not private, loopback, link-local, shared (RFC 6598), multicast, reserved or for documentation
/// (RFC 6890), nor such an IPv4 address inside an IPv6 one (mapped, NAT64, 6to4, Teredo).
///
/// What the Archive's name or a redirect leads to must be, or a forged answer could make Tapedeck
/// ask the machines around it.
[[nodiscard]] bool is_public_address(std::span<const std::uint8_t> address);

/// Whether it is 127.0.0.0/8 or ::1.
[[nodiscard]] bool is_loopback_address(std::span<const std::uint8_t> address);

}  // namespace tapedeck::archive
