#pragma once

#include "async/backoff.hpp"
#include "async/clock.hpp"
#include "async/event.hpp"
#include "async/task_group.hpp"
#include "download/webhook/letter.hpp"
#include "telemetry/log.hpp"
#include "telemetry/metrics.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <random>

namespace tapedeck::download {

/// Posts letters to one address.
class Poster {
 public:
  virtual ~Poster() = default;

  /// Gives nothing when the letter was taken. Errors: `unavailable` when a later try may help;
  /// `bad_upstream` when it was refused; `cancelled`.
  virtual Task<Result<void>> post(Letter letter) = 0;
};

/// Takes notices to the operator's webhook, one after the other. What cannot be delivered is
/// dropped and logged: nobody's download waits for it. Lives on one loop; not thread-safe.
class Webhook final : public Messenger {
 public:
  /// So many wait at most; further ones are dropped.
  static constexpr std::size_t most_waiting = 100;
  static constexpr unsigned tries = 3;
  /// So that a message waits for 15 s between its tries, or less.
  static constexpr async::Backoff between_tries{.first = std::chrono::milliseconds{5'000},
                                                .ceiling = std::chrono::milliseconds{60'000}};

  /// All but `log` outlive this. `seed` spreads waits.
  Webhook(Poster& poster, WebhookStyle style, Clock& clock, async::Executor home,
          telemetry::Log log, telemetry::Metrics& metrics, std::uint32_t seed);

  void start();

  /// Call once, before the destructor, if it was started. What was not delivered yet is dropped.
  Task<void> stop();

  void send(Notice notice) override;

 private:
  Task<void> work();
  Task<Result<void>> deliver(Letter letter);

  Poster& poster_;
  WebhookStyle style_;
  Clock& clock_;
  telemetry::Log log_;
  telemetry::Counter delivered_;
  telemetry::Counter dropped_;
  std::minstd_rand dice_;
  std::deque<Letter> letters_;
  async::Event came_;
  async::TaskGroup tasks_;
};

}  // namespace tapedeck::download
