#pragma once

#include "base/result.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tapedeck::gateway {

/// How far away somebody is, as far as his connection proves it.
enum class Reach : std::uint8_t {
  this_machine,     ///< A loopback socket, and no sign that anybody is passed on by it.
  private_network,  ///< RFC 1918, RFC 4193, link-local, and loopback under another name.
  elsewhere,        ///< The internet, or unknown.
};

/// An IPv4 or IPv6 address; IPv4 is kept as its mapped IPv6 address.
using AddressBytes = std::array<std::uint8_t, 16>;

/// Nothing when `text` is no address.
[[nodiscard]] std::optional<AddressBytes> parse_address(std::string_view text);

/// The proxies whose word about their clients is believed: addresses and networks.
class TrustedProxies {
 public:
  static constexpr std::size_t max_networks = 64;

  TrustedProxies() = default;

  /// Reads `127.0.0.1, 10.0.0.0/8, ::1`. Errors: `invalid`, with what cannot be read.
  [[nodiscard]] static Result<TrustedProxies> parse(std::string_view text);

  [[nodiscard]] const std::string& text() const noexcept { return text_; }
  [[nodiscard]] bool has(const AddressBytes& address) const noexcept;

 private:
  struct Network {
    AddressBytes address{};
    unsigned bits = 128;
  };

  std::string text_;
  std::vector<Network> networks_;
};

/// What a request says of where it comes from.
struct Arrival {
  std::string_view peer;             ///< The socket's address: the only thing nobody can forge.
  std::string forwarded_for;         ///< `X-Forwarded-For`, every line of it, joined by commas.
  std::string_view forwarded_proto;  ///< `X-Forwarded-Proto`
  bool passed_on = false;            ///< It has any header that a proxy adds.
  std::string_view host;             ///< `Host`
};

/// Who is there, so far as limits and the first admin are concerned.
struct Visitor {
  std::string address;  ///< His address, or that of the last proxy nobody vouches for.
  std::string key;      ///< What his limits are counted by: the address, or the /64 it is of.
  Reach reach = Reach::elsewhere;
  bool https = false;  ///< He came by TLS, as a proxy we trust says.
};

/// Reads it. `X-Forwarded-For` is walked from its right end, past the proxies that are trusted, to
/// the first that is not: what stands further left may be invented. Headers from anybody else are
/// not believed, but they take away the standing of loopback: behind a proxy that was not named
/// everybody would have it. A loopback socket that was asked for under a name that is not this
/// machine's is a proxy here that leaves no trace, or another's page in a browser here (DNS
/// rebinding): nothing is known of who that is. Neither is it of whom a trusted proxy asks for
/// without saying so.
[[nodiscard]] Visitor visitor_of(const Arrival& arrival, const TrustedProxies& proxies);

}  // namespace tapedeck::gateway
