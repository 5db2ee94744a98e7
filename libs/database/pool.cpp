#include "database/pool.hpp"

#include "async/pool.hpp"
#include "database/upkeep.hpp"

#include <mutex>
#include <vector>

namespace tapedeck::database {

namespace {

using Ticks = std::chrono::steady_clock::time_point;

/// A connection that has been idle for longer is asked whether it still works; on SQLite that costs
/// two microseconds, on PostgreSQL a round trip.
constexpr auto trusted_idle = std::chrono::seconds{2};

struct Idle {
  std::unique_ptr<Connection> connection;
  Ticks since{};
};

}  // namespace

/// The connections of one sort and their threads.
struct Pool::Side {
  Side(const Settings& of, bool reads_only, unsigned count, StatementObserver& who)
      : url(of.url),
        settings{.read_only = reads_only,
                 .durability = of.durability,
                 .lock_limit = of.lock_limit,
                 .statement_limit = of.statement_limit},
        observer(who),
        threads(reads_only ? "db reading" : "db writing", count, of.queue) {}

  /// An idle connection, or a new one. There are never more than threads.
  Result<std::unique_ptr<Connection>> take() {
    auto kept = take_idle();
    // A server that was restarted is noticed here, and not by the caller.
    if (kept.connection && Ticks::clock::now() - kept.since > trusted_idle) {
      if (!answers(*kept.connection)) kept.connection.reset();
    }
    if (kept.connection) return std::move(kept.connection);
    return Connection::open(url, settings, observer);
  }

  void give_back(std::unique_ptr<Connection> connection) {
    if (!connection->usable()) return;
    const std::lock_guard lock(mutex);
    idle.push_back({std::move(connection), Ticks::clock::now()});
  }

  Idle take_idle() {
    const std::lock_guard lock(mutex);
    if (idle.empty()) return {};
    auto last = std::move(idle.back());
    idle.pop_back();
    return last;
  }

  /// Runs `work` on one of the threads, blocking it.
  Result<void> call(Work& work) {
    auto connection = take();
    if (!connection) return failure(connection);
    auto done = work(**connection);
    give_back(*std::move(connection));
    return done;
  }

  Url url;
  ConnectionSettings settings;
  StatementObserver& observer;
  std::mutex mutex;
  std::vector<Idle> idle;
  async::Pool threads;  // last, so that they end before what they use
};

namespace {

unsigned writers_of(const Settings& settings) {
  return settings.url.dialect() == Dialect::sqlite ? 1 : settings.writers;
}

}  // namespace

Pool::Pool(Settings settings, StatementObserver& observer)
    : reading_(std::make_unique<Side>(settings, true, settings.readers, observer)),
      writing_(std::make_unique<Side>(settings, false, writers_of(settings), observer)) {}

Pool::~Pool() = default;

Dialect Pool::dialect() const noexcept { return reading_->url.dialect(); }

Task<Result<void>> Pool::run_reading(Work work) {
  auto call = [this, &work] { return reading_->call(work); };
  co_return co_await reading_->threads.run(call);
}

Task<Result<void>> Pool::run_writing(Work work) {
  auto call = [this, &work] { return writing_->call(work); };
  co_return co_await writing_->threads.run(call);
}

Task<Result<void>> Pool::check() {
  Work work(&can_be_written);
  co_return co_await run_writing(std::move(work));
}

Task<Result<void>> Pool::tidy() {
  Work work(&database::tidy);
  co_return co_await run_writing(std::move(work));
}

}  // namespace tapedeck::database
