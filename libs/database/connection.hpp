#pragma once

#include "base/result.hpp"
#include "database/observer.hpp"
#include "database/row.hpp"
#include "database/sql.hpp"
#include "database/url.hpp"

#include <array>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace tapedeck::database {

/// What survives a power cut on SQLite. Neither loses anything when the program alone dies.
enum class Durability : std::uint8_t {
  normal,  ///< `synchronous=NORMAL`: the last commits may be lost, the database is never damaged.
  full,    ///< `synchronous=FULL`: a commit is on the disk. For accounts and finished downloads.
};

/// What one connection is for, and how long it waits.
struct ConnectionSettings {
  bool read_only = false;  ///< The engine itself refuses to write.
  Durability durability = Durability::normal;
  std::chrono::milliseconds lock_limit{5'000};        ///< How long to wait for another's lock.
  std::chrono::milliseconds statement_limit{30'000};  ///< How long one statement may run.
};

namespace detail {

/// Takes the rows of one statement as they come.
class RowReader {
 public:
  virtual ~RowReader() = default;

  /// False to leave the rest of the rows. An error ends the statement and is its result.
  virtual Result<bool> take(std::span<Cell> cells) = 0;
};

struct Session;

}  // namespace detail

/// One connection to a database, and the statements prepared on it.
///
/// Its functions block, so they run on a Pool's threads and nowhere else; a connection is used by
/// one thread at a time. A statement is prepared when it first runs and kept; values are bound in
/// the order in which the statement first names them:
///
///     db.one<std::string, Instant>(
///         {"browse.find", "select cache_data, expires_at from cache_entries where cache_key =
///         :key"}, key);
///
/// Text must be UTF-8 without NUL and at most `max_text_bytes`, so that both engines keep it alike.
///
/// Errors of every statement:
///  - `conflict`: a unique name is taken, or a row another points to is missing;
///  - `unavailable`: another's lock was not released in time, or the server is away; a later try
///  may
///    succeed;
///  - `timed_out`: the statement ran longer than it may;
///  - `storage_full`; `storage`: the engine refused, or a row holds what no row should;
///  - `invalid`: a value that no column can hold.
///
/// After an error within a transaction that transaction is lost, on both engines: each further
/// statement gives the same error, until it is rolled back.
class Connection {
 public:
  static constexpr std::size_t max_text_bytes = std::size_t{32} << 20;

  /// The most rows all() gives; a statement that may find more has a `limit`, or is read by each().
  static constexpr std::size_t max_rows = 100'000;

  /// Opens the database; a SQLite file is made, with its folder, when it is missing.
  /// `observer` outlives the connection. Errors: `storage`, `unavailable`.
  static Result<std::unique_ptr<Connection>> open(const Url& url, ConnectionSettings settings,
                                                  StatementObserver& observer);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  [[nodiscard]] Dialect dialect() const noexcept;

  /// The one row, or nothing; more than one is an error (`internal`), for then the statement does
  /// not say what it means.
  template <class... Columns, class... A>
  auto one(SqlFor<sizeof...(A)> statement, const A&... values)
      -> Result<std::optional<typename RowOf<Columns...>::type>>;

  /// The row of a statement that always has one, such as `select count(*)`.
  template <class... Columns, class... A>
  auto value(SqlFor<sizeof...(A)> statement, const A&... values)
      -> Result<typename RowOf<Columns...>::type>;

  /// All rows, at most `max_rows` (else `internal`).
  template <class... Columns, class... A>
  auto all(SqlFor<sizeof...(A)> statement, const A&... values)
      -> Result<std::vector<typename RowOf<Columns...>::type>>;

  /// Gives each row to `take`, one at a time; it must not use this connection. On PostgreSQL the
  /// rows have all arrived before the first is given.
  template <class... Columns, class Take, class... A>
  Result<void> each(SqlFor<sizeof...(A)> statement, Take take, const A&... values);

  /// Runs a statement without rows; how many rows it changed.
  template <class... A>
  Result<std::int64_t> run(SqlFor<sizeof...(A)> statement, const A&... values);

  /// Whether the connection can go on being used; false once the server has gone.
  [[nodiscard]] bool usable() const noexcept;

 private:
  friend class ReadTransaction;
  friend class WriteTransaction;
  friend class Races;
  friend class MigrationTransaction;

  explicit Connection(std::unique_ptr<detail::Session> session);

  Result<std::int64_t> execute(const Sql& statement, std::span<const Parameter> values,
                               std::span<const Kind> columns, detail::RowReader* reader);
  template <class Row, class Take, class... A>
  Result<void> read(const Sql& statement, Take take, const A&... values);

  std::unique_ptr<detail::Session> session_;
};

namespace detail {

/// The error of a statement that gave another number of rows than it promises.
[[nodiscard]] std::unexpected<Error> wrong_rows(std::string_view statement, const char* what);

template <class Row, class Take>
class Reading final : public RowReader {
 public:
  Reading(std::string_view statement, Take& take) : statement_(statement), take_(take) {}

  Result<bool> take(std::span<Cell> cells) override {
    auto row = RowShape<Row>::read(statement_, cells);
    if (!row) return failure(row);
    return take_(*std::move(row));
  }

 private:
  std::string_view statement_;
  Take& take_;
};

}  // namespace detail

template <class Row, class Take, class... A>
Result<void> Connection::read(const Sql& statement, Take take, const A&... values) {
  const std::array<Parameter, sizeof...(A)> parameters{to_parameter(values)...};
  detail::Reading<Row, Take> reading(statement.name(), take);
  auto ran = execute(statement, parameters, RowShape<Row>::kinds, &reading);
  if (!ran) return failure(ran);
  return {};
}

template <class... Columns, class... A>
auto Connection::one(SqlFor<sizeof...(A)> statement, const A&... values)
    -> Result<std::optional<typename RowOf<Columns...>::type>> {
  using Row = typename RowOf<Columns...>::type;
  std::optional<Row> found;
  auto keep = [&](Row row) -> Result<bool> {
    if (found) return detail::wrong_rows(statement.sql().name(), "more than one row");
    found.emplace(std::move(row));
    return true;
  };
  auto done = read<Row>(statement.sql(), keep, values...);
  if (!done) return failure(done);
  return found;
}

template <class... Columns, class... A>
auto Connection::value(SqlFor<sizeof...(A)> statement, const A&... values)
    -> Result<typename RowOf<Columns...>::type> {
  auto found = one<Columns...>(statement, values...);
  if (!found) return failure(found);
  if (!*found) return detail::wrong_rows(statement.sql().name(), "no row");
  return **std::move(found);
}

template <class... Columns, class... A>
auto Connection::all(SqlFor<sizeof...(A)> statement, const A&... values)
    -> Result<std::vector<typename RowOf<Columns...>::type>> {
  using Row = typename RowOf<Columns...>::type;
  std::vector<Row> rows;
  auto keep = [&](Row row) -> Result<bool> {
    if (rows.size() == max_rows) return detail::wrong_rows(statement.sql().name(), "too many rows");
    rows.push_back(std::move(row));
    return true;
  };
  auto done = read<Row>(statement.sql(), keep, values...);
  if (!done) return failure(done);
  return rows;
}

template <class... Columns, class Take, class... A>
Result<void> Connection::each(SqlFor<sizeof...(A)> statement, Take take, const A&... values) {
  using Row = typename RowOf<Columns...>::type;
  auto give = [&](Row row) -> Result<bool> {
    take(std::move(row));
    return true;
  };
  return read<Row>(statement.sql(), give, values...);
}

template <class... A>
Result<std::int64_t> Connection::run(SqlFor<sizeof...(A)> statement, const A&... values) {
  const std::array<Parameter, sizeof...(A)> parameters{to_parameter(values)...};
  return execute(statement.sql(), parameters, {}, nullptr);
}

}  // namespace tapedeck::database
