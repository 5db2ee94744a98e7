#pragma once

// Asio inside: for libs/http alone.

#include "async/clock.hpp"
#include "async/task.hpp"
#include "http/request.hpp"
#include "http/response.hpp"

#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tapedeck::http::detail {

using Socket = boost::asio::basic_stream_socket<boost::asio::ip::tcp, async::Executor>;

/// What a wait on a connection came to.
enum class Wait : std::uint8_t {
  ready,
  closed,   ///< The other side has left, or the connection broke.
  overdue,  ///< The time granted was over.
  woken,    ///< interrupt() was called.
};

/// The bytes of one connection, and how long it may wait for them.
///
/// Reading and writing are done at once, as far as the socket goes along, and only then waited for:
/// most requests and answers need no wait at all, and a connection that waits holds no buffer. Who
/// waits is granted a time before; whoever owns all connections looks at due() now and then and
/// calls expire(), so that ten thousand of them need one timer.
class Wire {
 public:
  /// What one loop receives into; its content lasts until the next receive() of any connection.
  using Scratch = std::array<char, 64 * 1024>;

  /// `clock` and `scratch` outlive the connection.
  Wire(Socket socket, Clock& clock, Scratch& scratch);

  /// The time for the wait that follows; every wait ends by revoking it.
  void grant(std::chrono::nanoseconds time) { due_ = clock_.ticks() + time; }
  void grant_until(Clock::Ticks due) noexcept { due_ = due; }
  void revoke() noexcept { due_ = Clock::Ticks::max(); }
  [[nodiscard]] Clock::Ticks due() const noexcept { return due_; }

  /// Ends the wait under way as overdue.
  void expire();

  /// Ends the wait under way, if there is one, as woken.
  void interrupt();

  Task<Wait> readable();
  Task<Wait> writable();

  /// Reads what is there, in the scratch buffer. Empty: nothing yet; nothing: the other side has
  /// ended, or broke off.
  [[nodiscard]] std::optional<std::string_view> receive();

  /// Writes what the socket takes of `first` and then `second`; says how many bytes. `more`: let
  /// them wait in the kernel for what comes right behind them. Nothing: the connection is broken.
  [[nodiscard]] std::optional<std::size_t> send(std::string_view first, std::string_view second,
                                                bool more = false);

  /// Writes all of `bytes` from byte `from` on, granting `stall` to each wait.
  Task<Wait> send_all(std::string bytes, std::size_t from, std::chrono::nanoseconds stall);

  /// Writes `bytes` bytes of `file` from `first` on by sendfile(2), granting `stall` to each wait
  /// for the client. Lets others run every 2 MiB, and while a reader of the file fetches what is
  /// not in memory. `sent` counts along. The file outlives the call.
  /// Errors: `storage` when the disk fails or the file has become shorter; those of its reader.
  Task<Result<Wait>> send_file(const FileBody& file, std::uint64_t first, std::uint64_t bytes,
                               std::chrono::nanoseconds stall, std::uint64_t& sent);

  /// Says that no more will be sent, and reads what still comes until the other side ends too or
  /// `time` is over. Without this, bytes that nobody has read make the kernel answer with a reset,
  /// which takes the last answer with it (RFC 9112 §9.6).
  Task<void> linger(std::chrono::nanoseconds time);

  /// Closes with a reset, so that the other side knows that what it has is not whole.
  void reset();

  [[nodiscard]] Socket& socket() noexcept { return socket_; }
  [[nodiscard]] Peer peer() const;

 private:
  [[nodiscard]] Wait outcome(const boost::system::error_code& error);

  Socket socket_;
  Clock& clock_;
  Scratch& scratch_;
  Clock::Ticks due_ = Clock::Ticks::max();
  bool overdue_ = false;
};

}  // namespace tapedeck::http::detail
