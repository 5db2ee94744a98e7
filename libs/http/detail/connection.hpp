#pragma once

// Asio inside: for libs/http alone.

#include "async/clock.hpp"
#include "async/task.hpp"
#include "http/detail/exchange.hpp"
#include "http/detail/shared.hpp"
#include "http/detail/wire.hpp"

#include <boost/asio/cancellation_signal.hpp>

#include <string>

namespace tapedeck::http::detail {

/// One client and the requests it makes, one after the other, until either side has had enough.
///
/// While it waits for a request it holds no buffer and one small coroutine frame; everything else
/// lives from the first byte of a request to the last of its answer.
class Connection {
 public:
  /// `shared` outlives the connection.
  Connection(Socket socket, Shared& shared);
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  /// Serves the client until the connection ends. Whoever starts it binds signal() to it.
  Task<void> run();

  /// Ends the wait that has taken too long, if one has. Called now and then.
  void tick(Clock::Ticks now);

  /// The server stops: a request under way is the last one, an idle connection ends now, a stream
  /// or a takeover is told.
  void stop();

  /// Ends everything at once.
  void abort() { signal_.emit(boost::asio::cancellation_type::terminal); }

  [[nodiscard]] boost::asio::cancellation_signal& signal() noexcept { return signal_; }
  [[nodiscard]] const Peer& peer() const noexcept { return peer_; }

 private:
  [[nodiscard]] Next begin(Wait wait);
  Task<Next> serve();

  Shared& shared_;
  Wire wire_;
  Peer peer_;
  std::string pending_;  ///< Received and not yet read.
  boost::asio::cancellation_signal signal_;
  bool served_ = false;           ///< Whether a request has ever been read from it.
  Exchange* exchange_ = nullptr;  ///< The request under way; idle when there is none.
};

}  // namespace tapedeck::http::detail
