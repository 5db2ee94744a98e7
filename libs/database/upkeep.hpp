#pragma once

#include "base/result.hpp"
#include "database/connection.hpp"

namespace tapedeck::database {

// Plain functions over one connection: they block, so they run on a Pool's threads, or at start.

/// Asks the engine for the simplest answer there is. Errors: those of a statement.
Result<void> answers(Connection& db);

/// Asks whether the database can be written: SQLite writes a number over itself, PostgreSQL says
/// whether it lets anybody write. Errors: those of a statement; `storage` where it does not.
Result<void> can_be_written(Connection& db);

/// Moves SQLite's write-ahead log into the database and renews what the planner knows; PostgreSQL
/// does both by itself. Waits for nobody: what a reader still needs stays in the log, which is cut
/// back to 8 MiB by the first write after that reader. Not within a transaction.
/// Errors: those of a statement.
Result<void> tidy(Connection& db);

/// Looks whether every page and every row of a SQLite database is what it must be: for the start of
/// the program, before anything is served. PostgreSQL is only asked to answer; its own checksums
/// see to the rest.
///
/// Errors: `storage`, with a sentence on what to do, when the database is damaged.
Result<void> check_for_damage(Connection& db);

}  // namespace tapedeck::database
