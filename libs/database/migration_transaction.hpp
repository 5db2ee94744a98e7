#pragma once

// Private to this library: the one place where text that is no literal of a store runs.

#include "base/result.hpp"
#include "database/connection.hpp"

#include <string>
#include <utility>

namespace tapedeck::database {

/// A transaction that only one process at a time can be in, whichever service it migrates. Rolled
/// back at the end of its scope unless committed.
class MigrationTransaction {
 public:
  /// Makes a connection fit to migrate: SQLite must not follow references while a table is rebuilt
  /// under a new name (https://sqlite.org/lang_altertable.html, section 7).
  static Result<void> prepare(Connection& db);

  /// Waits for its turn, up to the connection's lock limit. Errors: those of a statement.
  [[nodiscard]] static Result<MigrationTransaction> begin(Connection& db);

  MigrationTransaction(MigrationTransaction&& other) noexcept
      : db_(std::exchange(other.db_, nullptr)) {}
  MigrationTransaction& operator=(MigrationTransaction&&) = delete;
  ~MigrationTransaction();

  /// Runs one statement; `name` says which, for the log.
  Result<void> run(const std::string& name, const std::string& text);

  /// Whether each reference between rows still leads somewhere, which SQLite was told not to watch.
  Result<void> check_references();

  Result<void> commit();

 private:
  explicit MigrationTransaction(Connection& db) : db_(&db) {}

  Connection* db_;  ///< Null once committed or moved from.
};

}  // namespace tapedeck::database
