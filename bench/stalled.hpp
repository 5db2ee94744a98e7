#pragma once

#include "collector.hpp"
#include "socket.hpp"

#include <cstdint>
#include <string>

namespace tapedeck::bench {

/// A listener who never reads, for whom the kernel takes no more bytes.
class Stalled {
 public:
  /// Opens its WebSocket at 8002 and lets so much happen to the files of an item, which nobody
  /// fetches, that its connection is full.
  Stalled(const DownloadDeck& deck, const Collector& user, const std::string& item);

  /// Whether bytes still wait for it: it was not sent away.
  [[nodiscard]] bool is_waited_for() const { return waiting() > 0; }

 private:
  [[nodiscard]] std::uint64_t waiting() const;

  std::uint16_t port_;
  Socket socket_;
};

}  // namespace tapedeck::bench
