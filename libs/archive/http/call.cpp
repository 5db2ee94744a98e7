#include "archive/http/call.hpp"

#include <utility>

namespace tapedeck::archive {

Call::Call(CurlThread& thread, WireRequest request, async::Executor home)
    : thread_(thread),
      bell_(home),
      exchange_(std::make_shared<Exchange>(std::move(request), bell_)) {
  thread_.start(exchange_);
}

Call::~Call() {
  exchange_->leave();
  thread_.cancel(exchange_);
}

Task<Result<Exchange::Delivery>> Call::next() {
  for (;;) {
    auto delivery = exchange_->take(bytes_);
    if (delivery.was_full) thread_.resume(exchange_);  // so that more comes while this is read
    if (delivery.head || delivery.outcome || !bytes_.empty()) co_return delivery;
    auto rung = co_await bell_.wait();
    if (!rung) co_return failure(rung);
  }
}

}  // namespace tapedeck::archive
