#include "database/migration_transaction.hpp"

#include "database/session.hpp"

namespace tapedeck::database {
namespace {

// Read committed on PostgreSQL: each statement sees what the process before us has kept, also when
// we began while it was still at work.
constexpr Sql begin_migrating("database.begin_migrating",
                              {.sqlite = "begin immediate",
                               .postgresql = "begin isolation level read committed"});

// The number is ours alone: the night and the month of a well-known tape.
constexpr Sql take_turn("database.wait_to_migrate",
                        {.sqlite = "select 1",
                         .postgresql = "select 1 from pg_advisory_xact_lock(19770508)"});

}  // namespace

Result<void> MigrationTransaction::prepare(Connection& db) {
  if (db.dialect() == Dialect::postgresql) return {};
  auto unwatched = db.run({"database.pause_references", "pragma foreign_keys=off"});
  if (!unwatched) return failure(unwatched);
  return {};
}

Result<MigrationTransaction> MigrationTransaction::begin(Connection& db) {
  auto begun = db.session_->begin(begin_migrating);
  if (!begun) return failure(begun);
  MigrationTransaction transaction(db);
  auto turn = db.value<std::int64_t>(take_turn);
  if (!turn) return failure(turn);
  return transaction;
}

MigrationTransaction::~MigrationTransaction() {
  if (db_ != nullptr) db_->session_->roll_back();
}

Result<void> MigrationTransaction::run(const std::string& name, const std::string& text) {
  return db_->session_->run_text(name, text);
}

Result<void> MigrationTransaction::check_references() {
  if (db_->dialect() == Dialect::postgresql) return {};
  auto broken = db_->value<std::int64_t>(
      {"database.count_broken_references", "select count(*) from pragma_foreign_key_check"});
  if (!broken) return failure(broken);
  if (*broken == 0) return {};
  return fail(Errc::storage,
              "The database holds rows that belong to nothing, so it cannot be upgraded; restore a "
              "backup, or report this.",
              std::to_string(*broken) + " rows with broken references");
}

Result<void> MigrationTransaction::commit() {
  auto done = db_->session_->commit();
  if (done) db_ = nullptr;
  return done;
}

}  // namespace tapedeck::database
