#include "fake_archive/spoilt_body.hpp"

#include "async/within.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

namespace tapedeck::fake_archive {

namespace {

/// A stall is bounded by this, since nobody tells a silent sender that its client has left.
constexpr std::chrono::minutes longest_stall{10};

}  // namespace

SpoiltBody::SpoiltBody(World& world, std::uint64_t number, Answer answer, const Effects& effects)
    : world_(world),
      number_(number),
      answer_(std::move(answer)),
      effects_(effects),
      stopped_(world.executor) {}

std::uint64_t SpoiltBody::piece_size() const {
  constexpr std::uint64_t usual = 64 * 1024;
  if (!effects_.slow) return usual;
  return std::clamp<std::uint64_t>(*effects_.slow / 10, 1, usual);  // ten pieces a second
}

void SpoiltBody::write_down(std::uint64_t bytes, bool ended) {
  auto* const line = world_.journal.find(number_);
  if (line == nullptr) return;
  line->bytes += bytes;
  line->ended = ended;
}

Task<Result<void>> SpoiltBody::send_pieces(http::BodyWriter& writer, std::uint64_t count) {
  const auto size = piece_size();
  for (std::uint64_t sent = 0; sent < count;) {
    const auto piece = std::min(size, count - sent);
    std::string bytes(*answer_.bytes, answer_.first + sent, piece);
    write_down(piece, false);  // before, so that who has read them finds them in the journal
    auto written = co_await writer.write(std::move(bytes));
    if (!written) co_return failure(written);
    sent += piece;
    if (!effects_.slow || sent == count) continue;
    const std::chrono::nanoseconds pause(piece * 1'000'000'000 /
                                         std::max<std::uint64_t>(*effects_.slow, 1));
    auto slept = co_await world_.clock.sleep_for(pause);
    if (!slept) co_return failure(slept);
  }
  co_return Result<void>();
}

Task<Result<void>> SpoiltBody::send(http::BodyWriter& writer) {
  auto count = answer_.count;
  for (const auto& end : {effects_.reset_after, effects_.stall_after, effects_.close_after})
    count = std::min(count, end.value_or(count));
  auto sent = co_await send_pieces(writer, count);
  if (!sent) co_return failure(sent);
  if (effects_.stall_after) {
    const auto until = Deadline::in(world_.clock, longest_stall);
    co_await async::within(world_.clock, until, stopped_.wait());
  }
  write_down(0, true);
  if (effects_.reset_after || effects_.stall_after) writer.abort();
  if (effects_.close_after) writer.close();
  co_return Result<void>();
}

}  // namespace tapedeck::fake_archive
