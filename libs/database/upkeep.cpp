#include "database/upkeep.hpp"

namespace tapedeck::database {

Result<void> answers(Connection& db) {
  auto answer = db.value<std::int64_t>({"database.answers", "select 1"});
  if (!answer) return failure(answer);
  return {};
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
