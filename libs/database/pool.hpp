#pragma once

#include "async/task.hpp"
#include "base/result.hpp"
#include "database/connection.hpp"
#include "database/transaction.hpp"
#include "database/url.hpp"

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

namespace tapedeck::database {

/// How a service keeps its database.
struct Settings {
  Url url;
  Durability durability = Durability::normal;
  unsigned readers = 2;     ///< Connections, and threads, that only read.
  unsigned writers = 2;     ///< On PostgreSQL. SQLite has one writer, and the queue in front of it.
  std::size_t queue = 256;  ///< Calls that may wait or run, of each sort; the next is refused.
  std::chrono::milliseconds lock_limit{5'000};
  std::chrono::milliseconds statement_limit{30'000};
};

/// The connections of one service, and the threads their functions block on.
///
/// Database work is a plain function over one connection, `Result<T> f(Connection&, A...)`; the
/// pool is the only thing that knows about threads:
///
///     co_return co_await pool_.read(&find, std::move(key));
///
/// A connection is opened when it is first needed, and again after the server was away. Called from
/// any loop; the caller goes on where it was. The pool is destroyed before that loop stops; it
/// finishes what is queued.
///
/// Errors of both: the function's; `unavailable` when the queue is full, or the database is away.
class Pool {
 public:
  /// `observer` outlives the pool. Opens nothing yet; await check() to learn whether it can.
  Pool(Settings settings, StatementObserver& observer);
  ~Pool();
  Pool(const Pool&) = delete;
  Pool& operator=(const Pool&) = delete;

  [[nodiscard]] Dialect dialect() const noexcept;

  /// Calls `function(connection, arguments...)` on a connection that cannot write. Statements that
  /// must see one state begin a ReadTransaction.
  template <class F, class... A>
  auto read(F function, A... arguments) -> Task<std::invoke_result_t<F, Connection&, const A&...>>;

  /// Calls `function(connection, arguments...)` in a WriteTransaction, which is committed if it
  /// succeeds; see database::write() for when it is called again.
  template <class F, class... A>
  auto write(F function, A... arguments) -> Task<std::invoke_result_t<F, Connection&, const A&...>>;

  /// Whether the database answers and can be written: for readiness. Takes its turn with writers.
  Task<Result<void>> check();

  /// Lets the engine put its house in order; once a minute is enough. On SQLite this moves the
  /// write-ahead log, which grows while a long reader holds on to an old state, into the database.
  Task<Result<void>> tidy();

 private:
  using Work = std::move_only_function<Result<void>(Connection&)>;
  struct Side;

  Task<Result<void>> run_reading(Work work);
  Task<Result<void>> run_writing(Work work);

  std::unique_ptr<Side> reading_;
  std::unique_ptr<Side> writing_;
};

namespace detail {

/// Keeps what a function gave, and passes on whether it succeeded.
template <class R>
Result<void> keep(std::optional<R>& kept, R result) {
  kept.emplace(std::move(result));
  if (!*kept) return failure(*kept);
  return {};
}

}  // namespace detail

template <class F, class... A>
auto Pool::read(F function, A... arguments)
    -> Task<std::invoke_result_t<F, Connection&, const A&...>> {
  using R = std::invoke_result_t<F, Connection&, const A&...>;
  std::optional<R> result;
  // References into this frame: the call waits for the work to end, also when it is cancelled.
  auto call = [&](Connection& db) {
    return detail::keep<R>(result, std::invoke(function, db, std::as_const(arguments)...));
  };
  Work work(std::move(call));
  auto done = co_await run_reading(std::move(work));
  if (!result) co_return failure(done);  // it was never called
  co_return *std::move(result);
}

template <class F, class... A>
auto Pool::write(F function, A... arguments)
    -> Task<std::invoke_result_t<F, Connection&, const A&...>> {
  using R = std::invoke_result_t<F, Connection&, const A&...>;
  std::optional<R> result;
  auto call = [&](Connection& db) {
    return detail::keep<R>(result, database::write(db, function, std::as_const(arguments)...));
  };
  Work work(std::move(call));
  auto done = co_await run_writing(std::move(work));
  if (!result) co_return failure(done);  // it was never called
  co_return *std::move(result);
}

}  // namespace tapedeck::database
