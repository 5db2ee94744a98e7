#include "http/detail/receive.hpp"

#include <chrono>
#include <utility>

namespace tapedeck::http::detail {

namespace {

constexpr Refusal all_is_well{};

// A chunk's size line and the trailers are kept until they are whole; this is long for either.
constexpr std::size_t most_unread = 16 * 1024;

}  // namespace

Receiver::Receiver(Wire& wire, std::string& pending, const ServerLimits& limits, Clock& clock)
    : wire_(wire), pending_(pending), limits_(limits), clock_(clock) {}

Task<Refusal> Receiver::head(Request::Parts& parts) {
  const auto until = clock_.ticks() + limits_.header_time;
  auto state = scan_.look(pending_);
  while (state == HeadScan::State::more) {
    if (auto refused = too_long(pending_.size() - scan_.begin())) co_return refused;
    const auto refused = co_await more(until, "The request took too long to arrive.");
    if (refused) co_return refused;
    state = scan_.look(pending_);
  }
  if (state == HeadScan::State::broken) co_return Refusal(400, "This is no HTTP request.");
  if (auto refused = too_long(scan_.end() - scan_.begin())) co_return refused;

  if (scan_.begin() == 0 && scan_.end() == pending_.size()) {
    parts.head = std::exchange(pending_, {});
  } else {
    parts.head = pending_.substr(scan_.begin(), scan_.end() - scan_.begin());
    pending_.erase(0, scan_.end());
  }
  co_return all_is_well;
}

Refusal Receiver::too_long(std::size_t bytes) const {
  constexpr std::size_t beside_target = sizeof("OPTIONS  HTTP/1.1\r\n");
  if (!scan_.past_first_line() && bytes > limits_.target_bytes + beside_target)
    return {414, "The address is too long."};
  if (bytes > limits_.header_bytes) return {431, "The header fields are too long."};
  return {};
}

Task<Refusal> Receiver::more(Clock::Ticks until, std::string_view sentence) {
  while (true) {
    wire_.grant_until(until);
    const auto wait = co_await wire_.readable();
    if (wait == Wait::overdue) co_return Refusal(408, sentence);
    const auto fresh = wire_.receive();
    if (!fresh || wait == Wait::closed) co_return client_left;
    if (fresh->empty()) continue;
    pending_ += *fresh;
    co_return all_is_well;
  }
}

Task<Refusal> Receiver::say_continue() {
  std::string line = "HTTP/1.1 100 Continue\r\n\r\n";
  const auto wait = co_await wire_.send_all(std::move(line), 0, limits_.write_stall);
  co_return wait == Wait::ready ? all_is_well : client_left;
}

Task<Refusal> Receiver::body(RequestParser& parser) {
  if (parser.wants_continue() && pending_.empty()) {
    const auto refused = co_await say_continue();
    if (refused) co_return refused;
  }
  // A line of 1 KiB/s is slow and still honest; whoever sends less holds a place for nothing.
  auto until = clock_.ticks() + limits_.body_time;
  while (true) {
    std::size_t taken = 0;
    if (!pending_.empty()) {
      if (auto refused = parser.read_body(pending_, taken)) co_return refused;
      pending_.erase(0, taken);
      until += std::chrono::duration_cast<Clock::Ticks::duration>(
          std::chrono::duration<double>(static_cast<double>(taken) / 1024));
    }
    if (!parser.wants_body()) co_return all_is_well;
    if (pending_.size() > most_unread)
      co_return Refusal(400, "The chunks of the body cannot be read.");
    const auto refused = co_await more(until, "The body took too long to arrive.");
    if (refused) co_return refused;
  }
}

}  // namespace tapedeck::http::detail
