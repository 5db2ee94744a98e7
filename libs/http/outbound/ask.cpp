#include "http/outbound/ask.hpp"

#include <utility>

namespace tapedeck::http::outbound {

Task<Result<std::unique_ptr<Exchange>>> ask(Channels& channels, Question question,
                                            Deadline deadline) {
  using Want = Channels::Want;
  const bool repeatable = is_repeatable(question.verb);
  const bool to_head = question.verb == Verb::head;
  auto want = repeatable ? Want::any : Want::alive;
  for (;;) {
    auto lease = co_await channels.borrow(want, deadline);
    if (!lease) co_return failure(lease);
    auto exchange = std::make_unique<Exchange>(channels, std::move(*lease), to_head);
    auto done = co_await exchange->send(question.text);
    if (done) done = co_await exchange->read_head();
    if (done && exchange->answer().status() == 101 && !question.upgrade)
      done = exchange->unreadable("101, which was not asked for");
    if (done) co_return exchange;
    if (want == Want::fresh || !exchange->was_stale(repeatable)) co_return failure(done);
    want = Want::fresh;
  }
}

}  // namespace tapedeck::http::outbound
