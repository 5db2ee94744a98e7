#include "gateway/core/visitor.hpp"

#include "gateway/core/names.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>
#include <cstring>

namespace tapedeck::gateway {
namespace {

constexpr AddressBytes mapped_ipv4{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
constexpr unsigned mapped_bits = 96;

bool is_within(const AddressBytes& address, const AddressBytes& network, unsigned bits) {
  const auto whole = bits / 8;
  if (!std::equal(address.begin(), address.begin() + whole, network.begin())) return false;
  if (bits % 8 == 0) return true;
  const auto mask = static_cast<std::uint8_t>(0xff << (8 - bits % 8));
  return (address[whole] & mask) == (network[whole] & mask);
}

bool is_ipv4(const AddressBytes& address) { return is_within(address, mapped_ipv4, mapped_bits); }

bool is_within(const AddressBytes& address, std::string_view network, unsigned bits) {
  const auto bytes = parse_address(network);
  return bytes && is_within(address, *bytes, is_ipv4(*bytes) ? bits + mapped_bits : bits);
}

bool is_loopback(const AddressBytes& address) {
  return is_within(address, "127.0.0.0", 8) || is_within(address, "::1", 128);
}

bool is_private(const AddressBytes& address) {
  return is_within(address, "10.0.0.0", 8) || is_within(address, "172.16.0.0", 12) ||
         is_within(address, "192.168.0.0", 16) || is_within(address, "169.254.0.0", 16) ||
         is_within(address, "fc00::", 7) || is_within(address, "fe80::", 10);
}

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == text.npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

/// Takes the last element off a list with commas.
std::string_view take_last(std::string_view& list) {
  const auto comma = list.rfind(',');
  const auto last = comma == list.npos ? list : list.substr(comma + 1);
  list = comma == list.npos ? std::string_view() : list.substr(0, comma);
  return trimmed(last);
}

bool names_this_machine(std::string_view host) {
  const auto lower = folded(host);
  const auto name = lower.starts_with('[') ? lower.substr(1, lower.find(']') - 1)
                                           : lower.substr(0, lower.find(':'));
  if (name == "localhost") return true;
  const auto address = parse_address(name);
  return address && is_loopback(*address);
}

/// Households have a /64 at least, so one address of it is as good as another.
std::string limit_key(const AddressBytes& address, const std::string& text) {
  if (is_ipv4(address)) return text;
  auto network = address;
  std::fill(network.begin() + 8, network.end(), std::uint8_t{0});
  std::array<char, INET6_ADDRSTRLEN> shown{};
  ::inet_ntop(AF_INET6, network.data(), shown.data(), shown.size());
  return std::string(shown.data()) + "/64";
}

Reach reach_of(const AddressBytes& address, bool passed_on, std::string_view host) {
  if (passed_on) return Reach::elsewhere;
  // A proxy on this machine that leaves no trace: another's name tells it.
  if (is_loopback(address))
    return names_this_machine(host) ? Reach::this_machine : Reach::elsewhere;
  return is_private(address) ? Reach::private_network : Reach::elsewhere;
}

}  // namespace

std::optional<AddressBytes> parse_address(std::string_view text) {
  const std::string whole(text.substr(0, text.find('%')));  // less the zone of RFC 4007 §11
  AddressBytes bytes{};
  if (::inet_pton(AF_INET6, whole.c_str(), bytes.data()) == 1) return bytes;
  in_addr four{};
  if (::inet_pton(AF_INET, whole.c_str(), &four) != 1) return std::nullopt;
  bytes = mapped_ipv4;
  std::memcpy(bytes.data() + mapped_bits / 8, &four, sizeof(four));
  return bytes;
}

Result<TrustedProxies> TrustedProxies::parse(std::string_view text) {
  TrustedProxies proxies;
  proxies.text_ = text;
  auto rest = text;
  while (!trimmed(rest).empty()) {
    const auto entry = take_last(rest);
    const auto slash = entry.find('/');
    const auto address = parse_address(entry.substr(0, slash));
    const unsigned widest = address && is_ipv4(*address) ? 32 : 128;
    unsigned bits = widest;
    bool whole = address.has_value() && proxies.networks_.size() < max_networks;
    if (slash != entry.npos) {
      const auto digits = entry.substr(slash + 1);
      const auto* end = digits.data() + digits.size();
      const auto [stopped, error] = std::from_chars(digits.data(), end, bits);
      whole = whole && error == std::errc() && stopped == end && bits <= widest;
    }
    if (!whole) return fail(Errc::invalid, "\"" + std::string(entry) + "\" is no address");
    proxies.networks_.push_back({*address, widest == 32 ? bits + mapped_bits : bits});
  }
  return proxies;
}

bool TrustedProxies::has(const AddressBytes& address) const noexcept {
  return std::ranges::any_of(networks_, [&](const auto& network) {
    return is_within(address, network.address, network.bits);
  });
}

Visitor visitor_of(const Arrival& arrival, const TrustedProxies& proxies) {
  Visitor visitor{std::string(arrival.peer), std::string(arrival.peer), Reach::elsewhere, false};
  auto address = parse_address(arrival.peer);
  if (!address) return visitor;
  bool passed_on = arrival.passed_on;
  if (proxies.has(*address)) {
    visitor.https = arrival.forwarded_proto == "https";
    std::string_view hops = arrival.forwarded_for;
    // One that does not say for whom it asks may ask for anybody. On loopback it may be no proxy at
    // all, and then it is told by the host.
    passed_on = passed_on || (trimmed(hops).empty() && !is_loopback(*address));
    while (proxies.has(*address) && !trimmed(hops).empty()) {
      const auto hop = take_last(hops);
      const auto next = parse_address(hop);
      if (!next) return visitor;  // nobody can say who that was
      address = next;
      visitor.address = hop;
      passed_on = false;  // he is known, whoever passed him on
    }
  }
  visitor.key = limit_key(*address, visitor.address);
  visitor.reach = reach_of(*address, passed_on, arrival.host);
  // A true loopback socket has nobody in between, trusted or not.
  if (visitor.reach == Reach::this_machine && arrival.passed_on)
    visitor.reach = Reach::private_network;
  return visitor;
}

}  // namespace tapedeck::gateway
