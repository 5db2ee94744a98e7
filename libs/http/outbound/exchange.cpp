#include "http/outbound/exchange.hpp"

#include "async/use_task.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <boost/beast/http/error.hpp>

#include <utility>

namespace tapedeck::http::outbound {

namespace asio = boost::asio;
namespace beast = boost::beast;

namespace {

/// More than one is allowed (100, then 103); a server that sends nothing else is broken.
constexpr int interim_answers = 8;

bool would_block(const boost::system::error_code& error) {
  return error == asio::error::would_block || error == asio::error::try_again;
}

}  // namespace

Exchange::Exchange(Channels& channels, Lease lease, bool to_head)
    : channels_(channels), lease_(std::move(lease)), to_head_(to_head) {
  begin_answer();
}

void Exchange::begin_answer() { answer_.emplace(channels_.limits().header_bytes, to_head_); }

Task<Result<void>> Exchange::send(std::string_view request) {
  // A request nearly always fits into the socket's buffer, so it is written without a wait.
  auto& socket = lease_->socket;
  std::size_t sent = 0;
  while (sent < request.size()) {
    boost::system::error_code error;
    sent += socket.write_some(asio::buffer(request) + sent, error);
    sent_any_ = sent_any_ || sent > 0;
    if (would_block(error)) {
      const auto [failed] = co_await socket.async_wait(Socket::wait_write, async::use_tuple);
      error = failed;
    }
    if (error) co_return socket_failure(*lease_, error, "send to " + channels_.host());
  }
  co_return Result<void>();
}

Task<Result<void>> Exchange::read_head() {
  for (int interim = 0; interim <= interim_answers; ++interim) {
    while (!answer_->is_header_done()) {
      auto read = co_await receive_more();
      if (!read) co_return failure(read);
    }
    const auto status = answer_->status();
    if (status < 100 || status > 599) co_return unreadable("status " + std::to_string(status));
    if (status >= 200 || status == 101) co_return Result<void>();
    begin_answer();
    auto parsed = parse_kept();
    if (!parsed) co_return failure(parsed);
  }
  co_return unreadable("interim answers without an end");
}

Task<Result<std::string>> Exchange::read_rest(std::size_t limit) {
  const auto length = body_length();
  if (length && *length > limit) co_return unreadable("a body of " + std::to_string(*length));
  if (length && !answer_->is_done()) answer_->reserve_body(static_cast<std::size_t>(*length));
  while (!answer_->is_done()) {
    auto read = co_await receive_more();
    if (!read) co_return failure(read);
    if (answer_->body_bytes() > limit)
      co_return unreadable("a body of more than " + std::to_string(limit));
  }
  finish();
  co_return answer_->take_body();
}

Task<Result<std::string>> Exchange::read_piece(std::chrono::nanoseconds silence) {
  while (answer_->body_bytes() == 0 && !answer_->is_done()) {
    // A sender that is ahead of us costs no wait.
    auto received = receive();
    if (!received) co_return failure(received);
    if (*received) continue;
    lease_->alarm.set_in(silence);
    auto read = co_await receive_more();
    if (!read) co_return failure(read);
  }
  lease_->alarm.unset();  // how long the reader takes is not this side's matter
  auto piece = answer_->take_body();
  if (piece.empty()) finish();
  co_return piece;
}

/// Takes in what the socket has; false when it has nothing yet.
Result<bool> Exchange::receive() {
  auto& scratch = channels_.scratch();
  boost::system::error_code error;
  const auto bytes = lease_->socket.read_some(asio::buffer(scratch), error);
  if (would_block(error)) return false;
  if (error == asio::error::eof) {
    auto ended = end_of_stream();
    if (!ended) return failure(ended);
    return true;
  }
  if (error) return socket_failure(*lease_, error, "read from " + channels_.host());
  heard_any_ = true;
  auto parsed = parse(std::string_view(scratch.data(), bytes));
  if (!parsed) return failure(parsed);
  return true;
}

Task<Result<void>> Exchange::receive_more() {
  for (;;) {
    const auto [error] = co_await lease_->socket.async_wait(Socket::wait_read, async::use_tuple);
    if (error) co_return socket_failure(*lease_, error, "read from " + channels_.host());
    auto received = receive();
    if (!received) co_return failure(received);
    if (*received) co_return Result<void>();
  }
}

Result<void> Exchange::parse(std::string_view bytes) {
  auto& unread = lease_->unread;
  if (!unread.empty()) {
    unread.append(bytes);
    return parse_kept();
  }
  auto put_all = put(bytes);
  if (!put_all) return put_all;
  unread.assign(bytes);
  return {};
}

Result<void> Exchange::parse_kept() {
  auto& unread = lease_->unread;
  std::string_view bytes = unread;
  auto put_all = put(bytes);
  if (!put_all) return put_all;
  unread.erase(0, unread.size() - bytes.size());
  return {};
}

/// Parses what it can of `bytes` and takes that off their front.
Result<void> Exchange::put(std::string_view& bytes) {
  while (!bytes.empty() && !answer_->is_done()) {
    beast::error_code error;
    bytes.remove_prefix(answer_->put(asio::buffer(bytes), error));
    if (error == beast::http::error::need_more) break;
    if (error) return unreadable(error.message());
  }
  return {};
}

Result<void> Exchange::end_of_stream() {
  beast::error_code error = beast::http::error::end_of_stream;
  if (answer_->got_some()) answer_->put_eof(error);
  if (!error) return {};
  if (!heard_any_)
    return fail_until(Errc::unavailable, "A part of Tapedeck cannot be reached.",
                      std::chrono::seconds{2}, channels_.host() + " closed the connection");
  return unreadable("the answer broke off");
}

void Exchange::finish() {
  // Bytes beyond the answer that nobody asked for: such a connection is not to be trusted.
  if (lease_ && answer_->keep_alive() && lease_->unread.empty()) lease_.keep();
}

void Exchange::cut_off() {
  if (lease_) lease_->cut_off(Cut::closing);
}

bool Exchange::was_stale(bool repeatable) const noexcept {
  if (heard_any_ || !lease_->used || lease_->cut != Cut::none) return false;
  return repeatable || !sent_any_;
}

std::optional<std::uint64_t> Exchange::body_length() const {
  const auto length = answer_->content_length();
  if (!length) return std::nullopt;
  return *length;
}

std::unexpected<Error> Exchange::unreadable(std::string why) const {
  return fail(Errc::bad_upstream, "A part of Tapedeck sent an answer that cannot be read.",
              "answer of " + channels_.host() + ": " + std::move(why));
}

}  // namespace tapedeck::http::outbound
