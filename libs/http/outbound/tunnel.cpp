#include "http/outbound/tunnel.hpp"

#include "async/use_task.hpp"
#include "http/detail/handover.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/post.hpp>

#include <utility>

namespace tapedeck::http::outbound {

namespace asio = boost::asio;

namespace {

constexpr std::size_t tunnel_turn_bytes = 512 * 1024;

bool is_not_ready(const boost::system::error_code& error) {
  return error == asio::error::would_block || error == asio::error::try_again;
}

}  // namespace

/// One way through the tunnel.
struct Tunnel::Direction {
  Direction(Tunnel& tunnel, Socket& reads, Socket& writes, std::string first)
      : from(reads),
        to(writes),
        unsent(std::move(first)),
        stall(tunnel.channels_.alarms(), [&tunnel] { tunnel.break_off(); }) {}

  Socket& from;
  Socket& to;
  std::string unsent;
  Alarm stall;
};

Tunnel::Tunnel(Channels& channels, Lease service, std::string head)
    : channels_(channels),
      service_(std::move(service)),
      client_(service_->socket.get_executor()),
      head_(std::move(head)),
      silence_(channels.alarms(), [this] { break_off(); }) {}

std::optional<Response> Tunnel::refusal(const Request&) { return std::nullopt; }

Task<void> Tunnel::run(detail::Handover& handover) {
  using namespace asio::experimental::awaitable_operators;
  client_ = std::move(handover.wire.socket());
  write_stall_ = handover.write_stall;
  service_->alarm.unset();
  silence_.set_in(channels_.limits().silence);

  Direction down(*this, service_->socket, client_, head_ + std::exchange(service_->unread, {}));
  Direction up(*this, client_, service_->socket, std::move(handover.early));
  co_await (carry(down) && carry(up));
  silence_.unset();
  break_off();
}

Task<void> Tunnel::carry(Direction& direction) {
  std::size_t in_this_turn = 0;
  for (;;) {
    const bool flushed = co_await flush(direction);
    if (!flushed) break;
    auto& scratch = channels_.scratch();
    boost::system::error_code error;
    const auto bytes = direction.from.read_some(asio::buffer(scratch), error);
    if (is_not_ready(error)) {
      in_this_turn = 0;
      const auto [failed] = co_await direction.from.async_wait(Socket::wait_read, async::use_tuple);
      if (failed) break;
      continue;
    }
    if (error == asio::error::eof) {
      direction.to.shutdown(Socket::shutdown_send, error);
      if (!error) co_return;
    }
    if (error || !pass(direction, std::string_view(scratch.data(), bytes))) break;
    in_this_turn += bytes;
    if (in_this_turn < tunnel_turn_bytes) continue;
    in_this_turn = 0;
    co_await asio::post(async::use_task);
  }
  break_off();
}

/// Sends what was kept; false when the other side is not to be reached any more.
Task<bool> Tunnel::flush(Direction& direction) {
  while (!direction.unsent.empty()) {
    const auto bytes = std::exchange(direction.unsent, {});
    const auto size = bytes.size();
    if (!pass(direction, bytes)) co_return false;
    if (direction.unsent.size() < size) continue;
    direction.stall.set_in(write_stall_);
    const auto [failed] = co_await direction.to.async_wait(Socket::wait_write, async::use_tuple);
    direction.stall.unset();
    if (failed) co_return false;
  }
  co_return true;
}

/// Sends what the socket takes of `bytes` and keeps the rest.
bool Tunnel::pass(Direction& direction, std::string_view bytes) {
  boost::system::error_code error;
  const auto sent = direction.to.write_some(asio::buffer(bytes), error);
  if (error && !is_not_ready(error)) return false;
  direction.unsent.assign(bytes.substr(sent));
  silence_.set_in(channels_.limits().silence);
  return true;
}

/// Ends both directions, whatever they wait for.
void Tunnel::break_off() {
  boost::system::error_code ignored;  // both are given up either way
  client_.close(ignored);
  service_->socket.close(ignored);
}

void Tunnel::stop() { break_off(); }

}  // namespace tapedeck::http::outbound
