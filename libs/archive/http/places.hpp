#pragma once

#include "base/result.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <utility>

namespace tapedeck::archive {

/// Where the client may go: to the Archive, and nowhere a forged redirect or name would send it.
class Places {
 public:
  /// `base` is the Archive's own address: "https://archive.org". With `loopback`, http and
  /// https to this machine are allowed too, on any port; for tests and the demonstration.
  Places(std::string base, bool loopback) : base_(std::move(base)), loopback_(loopback) {}

  /// The whole URL of a path on the Archive's own host.
  [[nodiscard]] std::string url(const std::string& target) const { return base_ + target; }

  /// Whether a URL may be asked for: https on its own port, without a user's name in it, on the
  /// host of `base`, on archive.org or one of its hosts; or as `loopback` says.
  /// Errors: `bad_upstream`, which says why not.
  [[nodiscard]] Result<void> check(const std::string& url) const;

  /// Whether a connection to this address (4 or 16 bytes) may be opened: to public ones only, or as
  /// `loopback` says. Asked for each address that a name resolves to, at the moment it is used.
  [[nodiscard]] bool allows_address(std::span<const std::uint8_t> address) const;

  [[nodiscard]] bool allows_http() const noexcept { return loopback_; }

 private:
  std::string base_;
  bool loopback_;
};

}  // namespace tapedeck::archive
