#pragma once

#include "base/result.hpp"
#include "fake_archive/fault.hpp"
#include "fake_archive/world.hpp"
#include "http/router.hpp"

#include <cstdint>
#include <optional>

namespace tapedeck::fake_archive {

/// How a host that is down meets its clients.
enum class Down : std::uint8_t {
  refuse,  ///< Nobody listens: connection refused.
  reset,   ///< Accepted, then reset at once.
};

/// What the control port can do beyond looking things up: take hosts down and bring them back.
class Switchboard {
 public:
  virtual ~Switchboard() = default;

  /// Takes a host down, or both. Running answers break off. On a host that is down already, changes
  /// how. Returns when it is done. Errors: `storage` when a port to reset on was taken meanwhile.
  virtual Task<Result<void>> take_down(std::optional<HostRole> host, Down how) = 0;

  /// Brings both back on the ports they had. Errors: `storage` when a port was taken meanwhile.
  virtual Task<Result<void>> bring_up() = 0;
};

/// The control port's collaborators; they outlive the router.
struct Control {
  World& world;
  Switchboard& switchboard;
};

/// The routes of the control port: README.md lists them.
[[nodiscard]] http::Router control_routes(Control& control);

}  // namespace tapedeck::fake_archive
