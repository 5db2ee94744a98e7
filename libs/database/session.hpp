#pragma once

// Private to this library: a SOCI session and what it is doing.

#include "database/connection.hpp"
#include "database/prepared.hpp"

#include <soci/soci.h>

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace tapedeck::database::detail {

using Ticks = std::chrono::steady_clock::time_point;

/// One connection from the inside.
struct Session {
  Session(const Url& url, ConnectionSettings how, StatementObserver& who)
      : dialect(url.dialect()), settings(how), observer(who) {}
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  /// Runs `statement`, preparing it if need be. Errors as Connection says.
  Result<std::int64_t> execute(const Sql& statement, std::span<const Parameter> values,
                               std::span<const Kind> columns, RowReader* reader);

  /// Runs one statement of a migration, whose text is no literal of a store.
  Result<void> run_text(std::string_view name, const std::string& text);

  /// Begins a transaction by `how`. Errors: those of a statement.
  Result<void> begin(const Sql& how);

  /// Keeps what was written. Errors: those of a statement, the transaction's earlier ones included.
  Result<void> commit();

  /// Leaves the connection as if there had been no transaction; one that cannot be left is lost.
  void roll_back();

  Dialect dialect;
  ConnectionSettings settings;
  StatementObserver& observer;
  soci::session soci;
  /// By the address of a literal, of which the program has as many as it has statements.
  std::unordered_map<const char*, std::unique_ptr<Prepared>> prepared;

  bool lost = false;            ///< The server has gone; open another connection.
  bool in_transaction = false;  ///< Between begin and its end.
  std::optional<Error> doom;    ///< The error by which the transaction was lost.
  bool retry = false;           ///< That error will not come again when it is run again.
  Ticks statement_ends{};       ///< When SQLite interrupts the running statement.
  Ticks lock_wait_ends{};       ///< When SQLite stops waiting for another's lock.

 private:
  /// Notes what an error means for the connection and its transaction.
  Error note(const soci::soci_error& thrown, std::string_view statement);

  /// Whether the engine itself is within a transaction. SQLite ends one by itself when the disk is
  /// full, for instance.
  [[nodiscard]] bool engine_in_transaction();

  Prepared& find_or_prepare(const Sql& statement, std::span<const Parameter> values,
                            std::span<const Kind> columns);
};

/// Opens the session and makes it ours: pragmas on SQLite, settings on PostgreSQL.
/// Errors: `storage`, `unavailable`.
Result<std::unique_ptr<Session>> open_session(const Url& url, ConnectionSettings settings,
                                              StatementObserver& observer);

}  // namespace tapedeck::database::detail
