#include "async/doorbell.hpp"

#include <boost/asio/post.hpp>

namespace tapedeck::async {

Doorbell::Doorbell(Executor home) : home_(home), state_(std::make_shared<State>(home)) {}

void Doorbell::ring() {
  if (state_->on_its_way.exchange(true)) return;
  boost::asio::post(home_, [state = state_] {
    state->on_its_way.store(false);
    state->rung = true;
    state->event.announce();
  });
}

Task<Result<void>> Doorbell::wait() {
  while (!state_->rung) {
    auto woken = co_await state_->event.wait();
    if (!woken) co_return failure(woken);
  }
  state_->rung = false;
  co_return Result<void>();
}

}  // namespace tapedeck::async
