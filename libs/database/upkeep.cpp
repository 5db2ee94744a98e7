#include "database/upkeep.hpp"

#include "database/transaction.hpp"

#include <string>

namespace tapedeck::database {
namespace {

/// A full disk, or one that has become read-only, is seen by nothing but a write. The number is
/// nobody's and stays what it is: a page goes to the log, and no table is touched.
Result<void> write_number(Connection& db) {
  auto number = db.value<std::int64_t>({"database.read_number", "pragma user_version"});
  if (!number) return failure(number);
  if (*number != 0) return {};  // somebody's after all
  auto written = db.run({"database.write_number", "pragma user_version = 0"});
  if (!written) return failure(written);
  return {};
}

/// A standby, and a server that its host has closed to writers, answer every question.
Result<void> is_writable(Connection& db) {
  auto closed = db.value<std::string>(
      {"database.is_read_only", "select current_setting('transaction_read_only')"});
  if (!closed) return failure(closed);
  if (*closed == "off") return {};
  return fail(Errc::storage, "The database cannot be written.",
              "transaction_read_only is " + *closed);
}

}  // namespace

Result<void> answers(Connection& db) {
  auto answer = db.value<std::int64_t>({"database.answers", "select 1"});
  if (!answer) return failure(answer);
  return {};
}

Result<void> can_be_written(Connection& db) {
  if (db.dialect() == Dialect::postgresql) return is_writable(db);
  auto transaction = WriteTransaction::begin(db);
  if (!transaction) return failure(transaction);
  auto written = write_number(db);
  if (!written) return written;
  return transaction->commit();
}

Result<void> tidy(Connection& db) {
  if (db.dialect() == Dialect::postgresql) return answers(db);
  auto emptied = db.all<std::int64_t, std::int64_t, std::int64_t>(
      {"database.empty_log", "pragma wal_checkpoint(passive)"});
  if (!emptied) return failure(emptied);
  auto optimized = db.run({"database.optimize", "pragma optimize"});
  if (!optimized) return failure(optimized);
  return {};
}

Result<void> check_for_damage(Connection& db) {
  if (db.dialect() == Dialect::postgresql) return answers(db);
  auto findings = db.all<std::string>({"database.check_for_damage", "pragma quick_check(1)"});
  if (!findings) return failure(findings);
  if (*findings == std::vector<std::string>{"ok"}) return {};
  return fail(Errc::storage,
              "The database is damaged; restore the last backup with `tapedeck restore`.",
              findings->empty() ? "no finding" : findings->front());
}

}  // namespace tapedeck::database
