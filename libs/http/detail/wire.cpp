#include "http/detail/wire.hpp"

#include "async/use_task.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/post.hpp>
#include <sys/sendfile.h>

#include <algorithm>
#include <cerrno>
#include <utility>

namespace tapedeck::http::detail {

namespace asio = boost::asio;

namespace {

bool would_block(const boost::system::error_code& error) {
  return error == asio::error::would_block || error == asio::error::try_again;
}

}  // namespace

Wire::Wire(Socket socket, Clock& clock, Scratch& scratch)
    : socket_(std::move(socket)), clock_(clock), scratch_(scratch) {
  boost::system::error_code ignored;  // a socket that refuses these breaks at its first byte anyway
  socket_.non_blocking(true, ignored);
  socket_.set_option(asio::ip::tcp::no_delay(true), ignored);
}

void Wire::expire() {
  revoke();
  overdue_ = true;
  interrupt();
}

void Wire::interrupt() {
  boost::system::error_code ignored;  // nothing to cancel is as good
  socket_.cancel(ignored);
}

Wait Wire::outcome(const boost::system::error_code& error) {
  revoke();
  if (std::exchange(overdue_, false)) return Wait::overdue;
  if (error == asio::error::operation_aborted) return Wait::woken;
  return error ? Wait::closed : Wait::ready;
}

Task<Wait> Wire::readable() {
  const auto [error] = co_await socket_.async_wait(Socket::wait_read, async::use_tuple);
  co_return outcome(error);
}

Task<Wait> Wire::writable() {
  const auto [error] = co_await socket_.async_wait(Socket::wait_write, async::use_tuple);
  co_return outcome(error);
}

std::optional<std::string_view> Wire::receive() {
  boost::system::error_code error;
  const auto bytes = socket_.read_some(asio::buffer(scratch_), error);
  if (error && !would_block(error)) return std::nullopt;
  return std::string_view(scratch_.data(), bytes);
}

std::optional<std::size_t> Wire::send(std::string_view first, std::string_view second, bool more) {
  const std::array<asio::const_buffer, 2> pieces{asio::buffer(first), asio::buffer(second)};
  boost::system::error_code error;
  const auto bytes = socket_.send(pieces, more ? MSG_MORE : 0, error);
  if (error && !would_block(error)) return std::nullopt;
  return bytes;
}

Task<Wait> Wire::send_all(std::string bytes, std::size_t from, std::chrono::nanoseconds stall) {
  std::string_view left = std::string_view(bytes).substr(from);
  while (!left.empty()) {
    const auto sent = send(left, {});
    if (!sent) co_return Wait::closed;
    left.remove_prefix(*sent);
    if (*sent > 0) continue;
    grant(stall);
    const auto wait = co_await writable();
    if (wait != Wait::ready) co_return wait;
  }
  co_return Wait::ready;
}

Task<Wait> Wire::send_file(int descriptor, std::uint64_t first, std::uint64_t bytes,
                           std::chrono::nanoseconds stall, std::uint64_t& sent) {
  constexpr std::uint64_t turn = 1024 * 4096;
  auto at = static_cast<off_t>(first);
  const auto end = static_cast<off_t>(first + bytes);
  while (at < end) {
    const auto piece = std::min(static_cast<std::uint64_t>(end - at), turn);
    const auto taken = ::sendfile(socket_.native_handle(), descriptor, &at, piece);
    const int error = errno;
    if (taken < 0 && error == EINTR) continue;
    if (taken == 0 || (taken < 0 && error != EAGAIN)) co_return Wait::closed;
    if (taken > 0) sent += static_cast<std::uint64_t>(taken);
    if (at == end) break;
    if (taken == static_cast<ssize_t>(piece)) {
      co_await asio::post(async::use_task);
      continue;
    }
    grant(stall);
    const auto wait = co_await writable();
    if (wait != Wait::ready) co_return wait;
  }
  co_return Wait::ready;
}

Task<void> Wire::linger(std::chrono::nanoseconds time) {
  boost::system::error_code error;
  socket_.shutdown(Socket::shutdown_send, error);
  const auto until = clock_.ticks() + time;
  while (!error) {
    const auto unwanted = receive();
    if (!unwanted || clock_.ticks() >= until) break;
    grant_until(until);
    const auto wait = co_await readable();
    if (wait != Wait::ready) break;
  }
}

void Wire::reset() {
  boost::system::error_code ignored;  // a socket that is closed already needs no reset
  socket_.set_option(Socket::linger(true, 0), ignored);
  socket_.close(ignored);
}

Peer Wire::peer() const {
  boost::system::error_code error;
  const auto endpoint = socket_.remote_endpoint(error);
  if (error) return {};
  auto address = endpoint.address();
  if (address.is_v6() && address.to_v6().is_v4_mapped())
    address = asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6());
  return {address.to_string(), endpoint.port(), address.is_loopback()};
}

}  // namespace tapedeck::http::detail
