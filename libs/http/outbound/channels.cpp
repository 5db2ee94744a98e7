#include "http/outbound/channels.hpp"

#include "async/use_task.hpp"

#include <boost/asio/this_coro.hpp>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <utility>

namespace tapedeck::http::outbound {

namespace asio = boost::asio;
using tcp = asio::ip::tcp;

namespace {

constexpr std::size_t scratch_bytes = 64 * 1024;
constexpr std::chrono::milliseconds come_again{2'000};

/// Whether the other side has neither closed an idle connection nor sent something unasked.
bool is_quiet(Socket& socket) {
  char byte = 0;
  const auto got = ::recv(socket.native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
  return got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
}

}  // namespace

std::unexpected<Error> socket_failure(const Channel& channel,
                                      const boost::system::error_code& error,
                                      std::string_view doing) {
  if (channel.cut == Cut::deadline)
    return fail(Errc::timed_out, "A part of Tapedeck took too long to answer.", std::string(doing));
  if (channel.cut == Cut::closing || error == asio::error::operation_aborted)
    return fail(Errc::cancelled, "The call was cancelled.", std::string(doing));
  return fail_until(Errc::unavailable, "A part of Tapedeck cannot be reached.", come_again,
                    std::string(doing) + ": " + error.message());
}

/// One call in the queue. It leaves the queue when its turn is given, its time is up, or all ends.
struct Channels::Waiter {
  Waiter(async::Executor executor, Alarms& alarms)
      : turn(executor), alarm(alarms, [this] { turn.announce(); }) {}

  async::Event turn;
  Alarm alarm;
  bool granted = false;
};

Channels::Channels(async::Executor executor, Clock& clock, const Origin& origin,
                   ClientLimits limits)
    : executor_(executor),
      limits_(limits),
      host_(origin.host.contains(':') ? "[" + origin.host + "]" : origin.host),
      alarms_(executor, clock),
      addresses_(executor, clock, origin),
      turns_(limits.connections),
      ended_(executor) {
  if (origin.port != 80) host_ += ":" + std::to_string(origin.port);
  scratch_.resize(scratch_bytes);
}

Task<Result<Lease>> Channels::borrow(Want want, Deadline deadline) {
  if (turns_ > 0) {
    --turns_;
  } else {
    auto turn = co_await wait_for_turn(deadline);
    if (!turn) co_return failure(turn);
  }
  Lease lease(*this, nullptr);  // gives the turn back, however this ends
  if (closing_) co_return fail(Errc::cancelled, "The call was cancelled.", "the client is closing");

  auto channel = take_kept(want);
  const bool kept = channel != nullptr;
  if (!kept) channel = std::make_unique<Channel>(executor_, alarms_);
  lent_.push_back(channel.get());
  lease.channel_ = std::move(channel);
  if (!kept) {
    auto connected = co_await connect(*lease, deadline);
    if (!connected) co_return failure(connected);
  }
  lease->alarm.set(deadline.at());
  co_return lease;
}

Task<Result<void>> Channels::wait_for_turn(Deadline deadline) {
  Waiter waiter(executor_, alarms_);
  waiter.alarm.set(deadline.at());
  waiting_.push_back(&waiter);
  auto woken = co_await waiter.turn.wait();
  if (waiter.granted) {
    if (woken) co_return Result<void>();
    end_turn();  // it came together with the cancellation
    co_return failure(woken);
  }
  waiting_.remove(&waiter);
  ended_.announce();
  if (!woken) co_return failure(woken);
  if (closing_) co_return fail(Errc::cancelled, "The call was cancelled.", "the client is closing");
  co_return fail(Errc::timed_out, "A part of Tapedeck has too much to do; try again in a moment.",
                 "no connection to " + host_ + " came free");
}

void Channels::end_turn() {
  if (waiting_.empty()) {
    ++turns_;
    ended_.announce();
    return;
  }
  auto* next = waiting_.front();
  waiting_.pop_front();
  next->granted = true;
  next->turn.announce();
}

std::unique_ptr<Channel> Channels::take_kept(Want want) {
  if (want == Want::fresh) {
    // Whatever closed one kept connection has likely closed the others: a restart of the service.
    kept_.clear();
    return nullptr;
  }
  while (!kept_.empty()) {
    auto channel = std::move(kept_.back());
    kept_.pop_back();
    channel->alarm.unset();
    if (channel->cut != Cut::none) continue;  // idle for too long
    if (want == Want::any || is_quiet(channel->socket)) return channel;
  }
  return nullptr;
}

Task<Result<void>> Channels::connect(Channel& channel, Deadline deadline) {
  const auto latest = deadline.or_sooner(Deadline::in(clock(), limits_.connect_time));
  auto endpoints = co_await addresses_.find(latest);
  if (!endpoints) co_return failure(endpoints);

  channel.alarm.set(latest.at());
  auto connected = Result<void>(
      fail(Errc::unavailable, "A part of Tapedeck cannot be reached.", host_ + " has no address"));
  for (const auto& endpoint : *endpoints) {
    connected = co_await connect_to(channel, endpoint);
    if (connected || channel.cut != Cut::none) break;
  }
  // Nobody there within the time to connect is an answer: the caller's own time is not over.
  if (!connected && connected.error().code == Errc::timed_out && !deadline.passed(clock()))
    co_return fail_until(Errc::unavailable, "A part of Tapedeck cannot be reached.", come_again,
                         connected.error().detail + ": no answer");
  co_return connected;
}

Task<Result<void>> Channels::connect_to(Channel& channel, tcp::endpoint endpoint) {
  boost::system::error_code ignored;  // a socket that is not open needs no closing
  channel.socket.close(ignored);
  const auto [error] = co_await channel.socket.async_connect(endpoint, async::use_tuple);
  if (error) co_return socket_failure(channel, error, "connect to " + host_);

  boost::system::error_code failed;
  channel.socket.set_option(tcp::no_delay(true), failed);
  if (!failed) channel.socket.non_blocking(true, failed);
  if (failed) co_return socket_failure(channel, failed, "prepare a connection to " + host_);
  co_return Result<void>();
}

void Channels::give_back(std::unique_ptr<Channel> channel) {
  std::erase(lent_, channel.get());
  if (!closing_) {
    channel->used = true;
    channel->alarm.set_in(limits_.idle_time);
    std::erase_if(kept_, [](const auto& kept) { return kept->cut != Cut::none; });
    kept_.push_back(std::move(channel));
  }
  end_turn();
}

void Channels::drop(std::unique_ptr<Channel> channel) {
  std::erase(lent_, channel.get());
  channel.reset();
  end_turn();
}

Task<void> Channels::close() {
  // Being cancelled itself must not make it forget the calls it waits for.
  co_await asio::this_coro::reset_cancellation_state(asio::disable_cancellation());
  closing_ = true;
  kept_.clear();
  for (auto* channel : lent_)
    channel->cut_off(Cut::closing);
  for (auto* waiter : waiting_)
    waiter->turn.announce();
  while (turns_ < limits_.connections || !waiting_.empty())
    co_await ended_.wait();
  co_await addresses_.close();
  co_await alarms_.close();
}

Lease& Lease::operator=(Lease&& other) noexcept {
  Lease old(std::move(*this));
  owner_ = std::exchange(other.owner_, nullptr);
  channel_ = std::move(other.channel_);
  return *this;
}

Lease::~Lease() {
  if (owner_ != nullptr) owner_->drop(std::move(channel_));
}

void Lease::keep() { std::exchange(owner_, nullptr)->give_back(std::move(channel_)); }

}  // namespace tapedeck::http::outbound
