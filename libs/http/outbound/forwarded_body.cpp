#include "http/outbound/forwarded_body.hpp"

#include "async/use_task.hpp"

#include <boost/asio/post.hpp>

#include <utility>

namespace tapedeck::http::outbound {

namespace {

/// As much as a file gets before others have their turn (http/detail/wire.hpp).
constexpr std::size_t turn_bytes = 512 * 1024;

}  // namespace

ForwardedBody::ForwardedBody(std::unique_ptr<Exchange> exchange, std::chrono::milliseconds silence,
                             bool endless)
    : exchange_(std::move(exchange)), silence_(silence), endless_(endless) {}

Task<Result<void>> ForwardedBody::send(BodyWriter& writer) {
  std::size_t in_this_turn = 0;
  for (;;) {
    auto piece = co_await exchange_->read_piece(silence_);
    if (stopped_) co_return Result<void>();
    if (!piece) co_return failure(piece);
    if (piece->empty()) co_return Result<void>();
    in_this_turn += piece->size();
    auto written = co_await writer.write(std::move(*piece));
    if (!written) co_return failure(written);
    if (in_this_turn < turn_bytes) continue;
    in_this_turn = 0;
    co_await boost::asio::post(async::use_task);
  }
}

void ForwardedBody::stop() {
  if (!endless_) return;
  stopped_ = true;
  exchange_->cut_off();
}

}  // namespace tapedeck::http::outbound
