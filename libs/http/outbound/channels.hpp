#pragma once

// Asio's sockets; for the files of libs/http alone.

#include "async/clock.hpp"
#include "async/event.hpp"
#include "base/result.hpp"
#include "http/client.hpp"
#include "http/outbound/addresses.hpp"
#include "http/outbound/alarms.hpp"

#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <cstddef>
#include <list>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tapedeck::http::outbound {

using Socket = boost::asio::basic_stream_socket<boost::asio::ip::tcp, async::Executor>;

/// Why a connection was cut from our side.
enum class Cut : std::uint8_t { none, deadline, closing };

/// One TCP connection to the other service.
struct Channel {
  Channel(async::Executor executor, Alarms& alarms)
      : socket(executor), alarm(alarms, [this] { cut_off(Cut::deadline); }) {}

  /// Ends every wait for its socket.
  void cut_off(Cut why) {
    if (cut == Cut::none) cut = why;
    boost::system::error_code ignored;  // it is given up either way
    socket.close(ignored);
  }

  Socket socket;
  Alarm alarm;         ///< While it is lent: the call's limit. While it is idle: its own.
  std::string unread;  ///< What came and was not parsed yet.
  bool used = false;   ///< It has carried an answer, so the other side may have given it up since.
  Cut cut = Cut::none;
};

/// The error of an operation on `channel`, in our words: `timed_out`, `cancelled` or
/// `unavailable`.
[[nodiscard]] std::unexpected<Error> socket_failure(const Channel& channel,
                                                    const boost::system::error_code& error,
                                                    std::string_view doing);

class Lease;

/// The connections to one origin: those at work, and those kept for the next call.
///
/// At most `ClientLimits::connections` are open. Who comes when all are lent waits in a queue,
/// first come first served. Lives on one loop; not thread-safe.
class Channels {
 public:
  /// Whether a kept connection will do.
  enum class Want : std::uint8_t {
    any,    ///< Any: the call can be repeated if the other side has just closed it.
    alive,  ///< One that was open a moment ago, or a new one.
    fresh,  ///< A new one: a kept one has just turned out to be closed.
  };

  Channels(async::Executor executor, Clock& clock, const Origin& origin, ClientLimits limits);
  Channels(const Channels&) = delete;
  Channels& operator=(const Channels&) = delete;

  /// Lends a connection until its Lease ends. Errors: `unavailable`, `timed_out`, `cancelled`.
  Task<Result<Lease>> borrow(Want want, Deadline deadline);

  /// Cuts every connection off, wakes who waits, and returns when all leases have ended.
  Task<void> close();

  [[nodiscard]] const ClientLimits& limits() const noexcept { return limits_; }
  [[nodiscard]] const std::string& host() const noexcept { return host_; }
  [[nodiscard]] Clock& clock() noexcept { return alarms_.clock(); }
  [[nodiscard]] Alarms& alarms() noexcept { return alarms_; }

  /// Room to read into. The bytes are only good until the next wait, when another connection's may
  /// overwrite them: one buffer for all, since one loop reads from one socket at a time.
  [[nodiscard]] std::string& scratch() noexcept { return scratch_; }

 private:
  friend class Lease;
  struct Waiter;

  Task<Result<void>> wait_for_turn(Deadline deadline);
  void end_turn();
  std::unique_ptr<Channel> take_kept(Want want);
  Task<Result<void>> connect(Channel& channel, Deadline deadline);
  Task<Result<void>> connect_to(Channel& channel, boost::asio::ip::tcp::endpoint endpoint);
  void give_back(std::unique_ptr<Channel> channel);
  void drop(std::unique_ptr<Channel> channel);

  async::Executor executor_;
  ClientLimits limits_;
  std::string host_;
  Alarms alarms_;
  Addresses addresses_;
  std::string scratch_;
  std::vector<std::unique_ptr<Channel>> kept_;  ///< The one used last is at the end.
  std::vector<Channel*> lent_;
  std::size_t turns_;           ///< Calls that may still begin.
  std::list<Waiter*> waiting_;  ///< Only while turns_ is 0.
  async::Event ended_;
  bool closing_ = false;
};

/// A connection on loan. When the lease ends without keep(), the connection is closed.
class Lease {
 public:
  Lease() = default;
  Lease(Lease&& other) noexcept
      : owner_(std::exchange(other.owner_, nullptr)), channel_(std::move(other.channel_)) {}
  Lease& operator=(Lease&& other) noexcept;
  ~Lease();

  explicit operator bool() const noexcept { return owner_ != nullptr; }
  [[nodiscard]] Channel& operator*() const noexcept { return *channel_; }
  [[nodiscard]] Channel* operator->() const noexcept { return channel_.get(); }

  /// Ends the lease of a connection that is ready for the next request.
  void keep();

 private:
  friend class Channels;
  Lease(Channels& owner, std::unique_ptr<Channel> channel)
      : owner_(&owner), channel_(std::move(channel)) {}

  Channels* owner_ = nullptr;
  std::unique_ptr<Channel> channel_;
};

}  // namespace tapedeck::http::outbound
