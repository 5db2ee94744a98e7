#include "http/detail/connection.hpp"

#include "async/use_task.hpp"

#include <boost/asio/post.hpp>

#include <chrono>
#include <utility>

namespace tapedeck::http::detail {

namespace asio = boost::asio;

namespace {

/// Shows a connection its exchange, for exactly as long as there is one.
class Shown {
 public:
  Shown(Exchange*& place, Exchange& exchange) : place_(place) { place_ = &exchange; }
  ~Shown() { place_ = nullptr; }
  Shown(const Shown&) = delete;
  Shown& operator=(const Shown&) = delete;

 private:
  Exchange*& place_;
};

/// How long a server that stops waits for the first request of a connection it has let in.
constexpr std::chrono::seconds first_words{1};

}  // namespace

Connection::Connection(Socket socket, Shared& shared)
    : shared_(shared),
      wire_(std::move(socket), shared.clock, shared.scratch),
      peer_(wire_.peer()) {}

Task<void> Connection::run() {
  auto next = Next::another;
  while (next == Next::another) {
    if (!pending_.empty()) {
      // Whoever sends many requests at once lets others run in between.
      co_await asio::post(async::use_task);
      next = co_await serve();
    } else if (shared_.stopping && served_) {
      next = begin(Wait::woken);
      if (pending_.empty()) next = Next::goodbye;
    } else if (shared_.stopping) {
      // It was let in and has not said a word: its first request is on the way.
      wire_.grant(first_words);
      const auto wait = co_await wire_.readable();
      next = begin(wait);
      if (pending_.empty()) next = Next::goodbye;
    } else {
      wire_.grant(shared_.limits.idle_time);
      const auto wait = co_await wire_.readable();
      next = begin(wait);
      if (!pending_.empty()) next = co_await serve();
    }
  }
  if (next == Next::goodbye) co_await wire_.linger(std::chrono::seconds(2));
}

Next Connection::begin(Wait wait) {
  if (wait == Wait::overdue) return Next::goodbye;
  if (wait == Wait::closed) return Next::gone;
  // Also when the server stops: what has come by now is still answered.
  const auto fresh = wire_.receive();
  if (!fresh) return Next::gone;
  pending_ = *fresh;
  return Next::another;
}

Task<Next> Connection::serve() {
  served_ = true;
  Exchange exchange(shared_, wire_, pending_, peer_);
  const Shown shown(exchange_, exchange);
  co_return co_await exchange.run();
}

void Connection::tick(Clock::Ticks now) {
  if (now < wire_.due()) return;
  if (exchange_ == nullptr || !exchange_->overdue()) {
    wire_.expire();
  } else {
    wire_.revoke();
    signal_.emit(asio::cancellation_type::terminal);
  }
}

void Connection::stop() {
  if (exchange_ != nullptr) {
    exchange_->stop();
  } else {
    wire_.interrupt();
  }
}

}  // namespace tapedeck::http::detail
