#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <list>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

namespace tapedeck::test {

/// One connection as the other side of the program under test sees it: plain bytes, blocking, with
/// an end to every wait. A wait that takes longer than 10 s is a failed test and throws.
class LoopbackPeer {
 public:
  explicit LoopbackPeer(int descriptor);
  LoopbackPeer(LoopbackPeer&& other) noexcept;
  LoopbackPeer& operator=(LoopbackPeer&&) = delete;
  ~LoopbackPeer();

  /// Reads up to and with the empty line that ends a request's head; empty when the other side has
  /// closed before it sent anything.
  std::string read_head();

  /// Reads exactly `bytes`, or less at the end of the stream.
  std::string read(std::size_t bytes);

  /// Sends what fits until the other side has closed; false when it has.
  bool send(std::string_view bytes);

  /// Says that nothing more will be sent; reading goes on.
  void end_sending();

  /// Reads and throws away until the other side closes.
  void wait_until_closed();

  /// Closes at once, with a reset in place of a proper end.
  void reset();

 private:
  bool receive();

  int descriptor_;
  std::string read_ahead_;
};

/// A server that plays one script per connection, on 127.0.0.1 and a port of the system's choice.
///
/// The n-th connection is given to the n-th script, later ones to the last; each on a thread of its
/// own. For tests of clients that must meet answers no proper server gives.
class LoopbackServer {
 public:
  using Script = std::function<void(LoopbackPeer&)>;

  explicit LoopbackServer(std::initializer_list<Script> scripts);

  /// Ends accepting and waits for the scripts. Rethrows nothing: a script that fails is seen by
  /// `failure()`.
  ~LoopbackServer();
  LoopbackServer(const LoopbackServer&) = delete;
  LoopbackServer& operator=(const LoopbackServer&) = delete;

  [[nodiscard]] std::uint16_t port() const noexcept { return port_; }

  /// Connections accepted so far. Any thread.
  [[nodiscard]] std::size_t connections() const;

  /// Ends accepting, waits for the scripts, and gives what went wrong in one; empty when all is
  /// well.
  std::string finish();

 private:
  void accept_all();
  void play(std::size_t index, LoopbackPeer peer);

  std::list<Script> scripts_;
  std::uint16_t port_ = 0;
  int listener_;  ///< Opened in the constructor, which sets port_ too.
  mutable std::mutex mutex_;
  std::size_t accepted_ = 0;
  std::string failure_;
  std::list<std::thread> players_;
  std::thread acceptor_;
};

}  // namespace tapedeck::test
