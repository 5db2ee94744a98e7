#include "http/detail/wire.hpp"

#include "async/use_task.hpp"
#include "http/detail/file_errors.hpp"
#include "http/detail/page_cache.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/post.hpp>
#include <sys/sendfile.h>

#include <algorithm>
#include <cerrno>
#include <utility>

namespace tapedeck::http::detail {

namespace asio = boost::asio;

namespace {

/// How much of a file one answer sends before the others have their turn; nginx takes as much.
constexpr std::uint64_t file_turn = 2 * 1024 * 1024;

/// The same when it has to come from the disk: few enough that the first sound does not wait.
constexpr std::uint64_t disk_turn = 256 * 1024;

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

Task<Result<Wait>> Wire::send_file(const FileBody& file, std::uint64_t first, std::uint64_t bytes,
                                   std::chrono::nanoseconds stall, std::uint64_t& sent) {
  FilePart left{file.descriptor(), first, bytes};
  auto ready = first;  // up to here no disk is needed
  while (left.bytes > 0) {
    auto piece = left;
    piece.bytes = std::min(left.bytes, file_turn);
    if (file.reader() != nullptr && left.first == ready) {
      if (!in_memory(piece)) {
        piece.bytes = std::min(left.bytes, disk_turn);
        auto read = co_await bring_into_memory(*file.reader(), clock_, piece);
        if (!read) co_return failure(read);
      }
      ready += piece.bytes;
    } else if (file.reader() != nullptr) {
      piece.bytes = ready - left.first;
    }
    auto at = static_cast<off_t>(piece.first);
    const auto taken = ::sendfile(socket_.native_handle(), piece.descriptor, &at, piece.bytes);
    const int error = errno;
    if (taken < 0 && error == EINTR) continue;
    if (taken < 0 && error == EIO) co_return file_failed(error);
    if (taken < 0 && error != EAGAIN) co_return Wait::closed;
    if (taken == 0) co_return file_shrank();
    if (taken > 0) {
      sent += static_cast<std::uint64_t>(taken);
      left.first += static_cast<std::uint64_t>(taken);
      left.bytes -= static_cast<std::uint64_t>(taken);
    }
    if (left.bytes == 0) break;
    if (taken == static_cast<ssize_t>(piece.bytes)) {
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
