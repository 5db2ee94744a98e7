#include "http/server.hpp"

#include "async/event.hpp"
#include "async/task_group.hpp"
#include "async/use_task.hpp"
#include "async/within.hpp"
#include "base/ensure.hpp"
#include "http/detail/connection.hpp"

#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/ip/v6_only.hpp>
#include <linux/filter.h>
#include <sys/socket.h>

#include <algorithm>
#include <exception>
#include <list>
#include <map>
#include <utility>

namespace tapedeck::http {

namespace asio = boost::asio;

using namespace std::chrono_literals;

namespace {

using tcp = asio::ip::tcp;
using Acceptor = asio::basic_socket_acceptor<tcp, async::Executor>;

// Often enough to be an eighth late at most, and rarely enough to cost nothing.
std::chrono::nanoseconds tick_of(const ServerLimits& limits) {
  const std::chrono::nanoseconds shortest =
      std::min({limits.header_time, limits.body_time, limits.idle_time, limits.write_stall,
                limits.handler_time});
  return std::clamp<std::chrono::nanoseconds>(shortest / 8, 1ms, 500ms);
}

std::string sentence_for(const boost::system::error_code& error, const Endpoint& endpoint) {
  const auto port = std::to_string(endpoint.port);
  if (error == asio::error::address_in_use)
    return "Port " + port + " is taken by another program; stop it, or choose another port.";
  if (error == asio::error::access_denied)
    return "Port " + port + " may not be opened by this user; choose one above 1023.";
  if (error == boost::system::errc::address_not_available)
    return "This machine has no address " + endpoint.address + "; choose one it has.";
  return "Port " + port + " of " + endpoint.address + " cannot be opened.";
}

bool is_cancellation(const std::exception_ptr& thrown) {
  try {
    std::rethrow_exception(thrown);
  } catch (const boost::system::system_error& error) {
    return error.code() == asio::error::operation_aborted;
  } catch (...) {  // any other type is no cancellation; the caller reports it
    return false;
  }
}

/// Lets a listening socket drop what newcomers send, so that its queue can be emptied before it is
/// closed; they try again and find the port closed. Where the kernel has no socket filters, whoever
/// comes between the last accept and the close is reset.
void turn_away_newcomers(int listening) {
  sock_filter drop{BPF_RET | BPF_K, 0, 0, 0};
  const sock_fprog program{1, &drop};
  ::setsockopt(listening, SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof program);
}

std::string words_of(const std::exception_ptr& thrown) {
  try {
    std::rethrow_exception(thrown);
  } catch (const std::exception& error) {
    return error.what();
  } catch (...) {  // what it is cannot be said, but that it came is
    return "something that is no std::exception was thrown";
  }
}

}  // namespace

class Server::Core {
 public:
  Core(async::Executor executor, Clock& clock, ServerLimits limits, Router router,
       telemetry::Log log, telemetry::Metrics& metrics);
  ~Core();
  Core(const Core&) = delete;
  Core& operator=(const Core&) = delete;

  Result<std::uint16_t> listen(const Endpoint& endpoint);
  Task<void> drain(Deadline deadline);

  [[nodiscard]] std::size_t connections() const noexcept { return connections_.size(); }

 private:
  using Connections = std::list<detail::Connection>;

  Task<void> accept(Acceptor& acceptor);
  Task<void> watch();
  void admit(detail::Socket socket);
  void close(Acceptor& acceptor);
  [[nodiscard]] bool too_many(const Peer& peer) const;
  void ended(Connections::iterator connection, const std::exception_ptr& thrown);

  async::Executor executor_;
  detail::Shared shared_;
  std::list<Acceptor> acceptors_;
  Connections connections_;
  std::map<std::string, std::size_t> by_address_;  ///< Those that are not loopback.
  async::Event changed_;                           ///< A connection came or went.
  async::TaskGroup tasks_;                         ///< Accepts, and watches the clock.
};

Server::Core::Core(async::Executor executor, Clock& clock, ServerLimits limits, Router router,
                   telemetry::Log log, telemetry::Metrics& metrics)
    : executor_(executor),
      shared_(clock, limits, std::move(router), log, metrics),
      changed_(executor),
      tasks_(executor) {}

Server::Core::~Core() {
  ensure(connections_.empty(), "a server must be drained before it is destroyed");
}

Result<std::uint16_t> Server::Core::listen(const Endpoint& endpoint) {
  boost::system::error_code error;
  const auto address = asio::ip::make_address(endpoint.address, error);
  if (error) return fail(Errc::invalid, endpoint.address + " is no IP address.", error.message());
  const tcp::endpoint at(address, endpoint.port);
  Acceptor acceptor(executor_);
  acceptor.open(at.protocol(), error);
  if (!error) acceptor.set_option(Acceptor::reuse_address(true), error);
  if (!error && address.is_v6()) acceptor.set_option(asio::ip::v6_only(false), error);
  if (!error) acceptor.bind(at, error);
  if (!error) acceptor.listen(4096, error);
  const auto bound = error ? tcp::endpoint() : acceptor.local_endpoint(error);
  if (error) return fail(Errc::storage, sentence_for(error, endpoint), error.message());
  if (acceptors_.empty()) tasks_.spawn(watch());
  acceptors_.push_back(std::move(acceptor));
  tasks_.spawn(accept(acceptors_.back()));
  return bound.port();
}

Task<void> Server::Core::accept(Acceptor& acceptor) {
  bool told = false;
  while (acceptor.is_open()) {
    detail::Socket socket(executor_);
    const auto [error] = co_await acceptor.async_accept(socket, async::use_tuple);
    if (error == asio::error::operation_aborted) co_return;
    if (!error) {
      told = false;
      admit(std::move(socket));
      continue;
    }
    // Out of descriptors, mostly: the queue of the kernel waits with us until some are free.
    if (!std::exchange(told, true))
      shared_.log.log().warning("cannot accept connections", {{"detail", error.message()}});
    auto slept = co_await shared_.clock.sleep_for(50ms);
    if (!slept) co_return;
  }
}

bool Server::Core::too_many(const Peer& peer) const {
  if (connections_.size() > shared_.limits.connections) return true;
  if (peer.loopback) return false;
  const auto found = by_address_.find(peer.address);
  return found != by_address_.end() && found->second >= shared_.limits.connections_per_address;
}

void Server::Core::admit(detail::Socket socket) {
  if (socket.native_handle() > shared_.limits.last_descriptor) return;
  connections_.emplace_back(std::move(socket), shared_);
  const auto connection = std::prev(connections_.end());
  if (too_many(connection->peer())) {
    connections_.erase(connection);
    return;
  }
  if (!connection->peer().loopback) ++by_address_[connection->peer().address];
  shared_.log.connected();
  changed_.announce();
  auto finish = [this, connection](const std::exception_ptr& thrown) { ended(connection, thrown); };
  asio::co_spawn(executor_, connection->run(),
                 asio::bind_cancellation_slot(connection->signal().slot(), std::move(finish)));
}

void Server::Core::ended(Connections::iterator connection, const std::exception_ptr& thrown) {
  if (thrown && !is_cancellation(thrown))
    shared_.log.log().error("a connection broke", {{"detail", words_of(thrown)}});
  if (!connection->peer().loopback) {
    const auto counted = by_address_.find(connection->peer().address);
    if (--counted->second == 0) by_address_.erase(counted);
  }
  connections_.erase(connection);
  shared_.log.disconnected();
  changed_.announce();
}

// One timer for all connections: most requests would otherwise set and cancel three each.
Task<void> Server::Core::watch() {
  const auto tick = tick_of(shared_.limits);
  while (true) {
    while (connections_.empty()) {
      auto came = co_await changed_.wait();
      if (!came) co_return;
    }
    auto slept = co_await shared_.clock.sleep_for(tick);
    if (!slept) co_return;
    const auto now = shared_.clock.ticks();
    for (auto next = connections_.begin(); next != connections_.end();)
      (next++)->tick(now);
  }
}

void Server::Core::close(Acceptor& acceptor) {
  boost::system::error_code error;
  turn_away_newcomers(acceptor.native_handle());
  // Whoever is in the queue of the kernel believes to be connected and may have asked already.
  acceptor.non_blocking(true, error);
  while (!error) {
    detail::Socket socket(executor_);
    acceptor.accept(socket, error);
    if (!error) admit(std::move(socket));
  }
  acceptor.close(error);
}

Task<void> Server::Core::drain(Deadline deadline) {
  shared_.stopping = true;
  for (auto& acceptor : acceptors_)
    close(acceptor);
  for (auto next = connections_.begin(); next != connections_.end();)
    (next++)->stop();
  while (!connections_.empty() && !deadline.passed(shared_.clock))
    co_await async::within(shared_.clock, deadline, changed_.wait());
  for (auto next = connections_.begin(); next != connections_.end();)
    (next++)->abort();
  while (!connections_.empty())
    co_await changed_.wait();
  tasks_.cancel();
  co_await tasks_.join();
}

Server::Server(async::Executor executor, Clock& clock, ServerLimits limits, Router router,
               telemetry::Log log, telemetry::Metrics& metrics)
    : core_(std::make_unique<Core>(executor, clock, limits, std::move(router), log, metrics)) {}

Server::~Server() = default;

Result<std::uint16_t> Server::listen(const Endpoint& endpoint) { return core_->listen(endpoint); }

Task<void> Server::drain(Deadline deadline) { return core_->drain(deadline); }

std::size_t Server::connections() const noexcept { return core_->connections(); }

}  // namespace tapedeck::http
