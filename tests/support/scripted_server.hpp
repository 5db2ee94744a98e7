#pragma once

#include "support/archive_script.hpp"
#include "support/loopback_server.hpp"

#include <string>

namespace tapedeck::test {

/// The scripted Archive on a real socket, byte for byte and fault for fault; one request to a
/// connection.
///
/// A download is first redirected, as the Archive does it: from `/download/…` to
/// `http://localhost:port/0/items/…`; the script sees the second request as if it were the first.
class ScriptedServer {
 public:
  explicit ScriptedServer(ArchiveScript& script) : script_(script) {}

  /// "http://127.0.0.1:port".
  [[nodiscard]] std::string url() const;
  [[nodiscard]] std::uint16_t port() const noexcept { return server_.port(); }

  /// Connections taken since the beginning.
  [[nodiscard]] std::size_t connections() const { return server_.connections(); }

 private:
  void serve(LoopbackPeer& peer);

  ArchiveScript& script_;
  LoopbackServer server_{[this](LoopbackPeer& peer) { serve(peer); }};
};

}  // namespace tapedeck::test
