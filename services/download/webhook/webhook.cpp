#include "download/webhook/webhook.hpp"

#include <utility>

namespace tapedeck::download {
namespace {

telemetry::Counter counter_of(telemetry::Metrics& metrics, const char* how) {
  return metrics.counter("tapedeck_webhook_messages_total", "Messages for the operator's webhook.",
                         {{"how", how}});
}

}  // namespace

Webhook::Webhook(Poster& poster, WebhookStyle style, Clock& clock, async::Executor home,
                 telemetry::Log log, telemetry::Metrics& metrics, std::uint32_t seed)
    : poster_(poster),
      style_(style),
      clock_(clock),
      log_(log),
      delivered_(counter_of(metrics, "delivered")),
      dropped_(counter_of(metrics, "dropped")),
      dice_(seed),
      came_(home),
      tasks_(home) {}

void Webhook::start() { tasks_.spawn(work()); }

Task<void> Webhook::stop() {
  tasks_.cancel();
  co_await tasks_.join();
}

void Webhook::send(Notice notice) {
  if (letters_.size() >= most_waiting) {
    dropped_.add();
    log_.warning("webhook too slow", {{"item", notice.ended.group.item.text()}});
    return;
  }
  letters_.push_back(letter_of(notice, style_));
  came_.announce();
}

Task<void> Webhook::work() {
  for (;;) {
    while (letters_.empty()) {
      auto woken = co_await came_.wait();
      if (!woken) co_return;
    }
    auto delivered = co_await deliver(letters_.front());
    if (!delivered && delivered.error().code == Errc::cancelled) co_return;
    if (delivered) {
      delivered_.add();
    } else {
      dropped_.add();
      log_.warning("webhook not reached",
                   {{"code", to_text(delivered.error().code)}, {"why", delivered.error().detail}});
    }
    letters_.pop_front();
  }
}

Task<Result<void>> Webhook::deliver(Letter letter) {
  for (unsigned failures = 1;; ++failures) {
    auto posted = co_await poster_.post(letter);
    const bool may_help = !posted && posted.error().code == Errc::unavailable;
    if (!may_help || failures == tries) co_return posted;
    const auto pause = between_tries.wait(failures, static_cast<std::uint32_t>(dice_()));
    auto slept = co_await clock_.sleep_for(pause);
    if (!slept) co_return failure(slept);
  }
}

}  // namespace tapedeck::download
