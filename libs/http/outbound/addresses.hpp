#pragma once

// Asio's resolver; for the files of libs/http alone.

#include "async/clock.hpp"
#include "async/event.hpp"
#include "async/task_group.hpp"
#include "base/result.hpp"
#include "http/client.hpp"

#include <boost/asio/ip/tcp.hpp>

#include <vector>

namespace tapedeck::http::outbound {

/// Where an origin can be reached.
///
/// A numeric address is known at once. A name is looked up when somebody asks, once for all who ask
/// at the same time, and anew the next time: a container that moved is found again. Lives on one
/// loop.
class Addresses {
 public:
  using Endpoints = std::vector<boost::asio::ip::tcp::endpoint>;

  Addresses(async::Executor executor, Clock& clock, const Origin& origin);

  /// Errors: `unavailable` when the name is not known, `timed_out`, `cancelled`.
  Task<Result<Endpoints>> find(Deadline deadline);

  /// Waits for a look-up under way; the system's resolver cannot be interrupted. Call once, before
  /// the destructor.
  Task<void> close();

 private:
  Task<void> look_up();

  Clock& clock_;
  std::string host_;
  std::uint16_t port_;
  Result<Endpoints> found_;
  bool numeric_ = false;
  bool looking_ = false;
  async::Event looked_;
  async::TaskGroup look_ups_;
};

}  // namespace tapedeck::http::outbound
