#include "database/vendor_error.hpp"

#include <soci/postgresql/soci-postgresql.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include <string>

namespace tapedeck::database::detail {
namespace {

using std::chrono::seconds;

constexpr auto busy = "The database is busy; try again in a moment.";
constexpr auto away = "The database does not answer; try again in a moment.";
constexpr auto full = "There is no room left for the database; free some space and try again.";
constexpr auto taken = "That is taken already, or what it belongs to is gone.";
constexpr auto too_long = "The database took too long to answer; ask for less at once.";
constexpr auto damaged =
    "The database is damaged; stop Tapedeck and restore the last backup with `tapedeck restore`.";
constexpr auto no_access =
    "The database may not be read or written; check who owns its file and folder.";
constexpr auto refused = "The database refused; the log says why.";

Trouble trouble(Errc code, const char* message) {
  Trouble made;
  made.error.code = code;
  made.error.message = message;
  if (code == Errc::unavailable) made.error.retry_after = seconds{1};
  return made;
}

/// SQLite's result codes (https://sqlite.org/rescode.html).
Trouble of_sqlite(int code) {
  switch (code) {
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_ROWID:
    case SQLITE_CONSTRAINT_FOREIGNKEY:
      return trouble(Errc::conflict, taken);
    default:
      break;
  }
  switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_PROTOCOL:  // the race for the write-ahead log was lost too often
      return trouble(Errc::unavailable, busy);
    case SQLITE_FULL:
      return trouble(Errc::storage_full, full);
    case SQLITE_INTERRUPT:
      return trouble(Errc::timed_out, too_long);
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return trouble(Errc::storage, damaged);
    case SQLITE_PERM:
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
      return trouble(Errc::storage, no_access);
    default:
      return trouble(Errc::storage, refused);
  }
}

/// PostgreSQL's SQLSTATEs (Appendix A of its manual).
Trouble of_postgresql(std::string_view state) {
  if (state == "23505" || state == "23503") return trouble(Errc::conflict, taken);
  if (state == "40001" || state == "40P01") {
    auto lost_race = trouble(Errc::unavailable, busy);
    lost_race.retry = true;
    return lost_race;
  }
  if (state == "55P03") return trouble(Errc::unavailable, busy);
  if (state == "57014") return trouble(Errc::timed_out, too_long);
  if (state == "53100") return trouble(Errc::storage_full, full);
  if (state == "XX001" || state == "XX002") return trouble(Errc::storage, damaged);
  if (state == "42501" || state == "25006") return trouble(Errc::storage, no_access);
  if (state.starts_with("53")) return trouble(Errc::unavailable, busy);
  // 08: the connection; 57P: the server stops or starts; 25P03: it ended an idle transaction. SOCI
  // gives no state at all when the socket closed under it.
  if (state.starts_with("08") || state.starts_with("57P") || state == "25P03" ||
      state.starts_with(' ') || state.empty()) {
    auto gone = trouble(Errc::unavailable, away);
    gone.lost = true;
    return gone;
  }
  return trouble(Errc::storage, refused);
}

}  // namespace

Trouble explain(const soci::soci_error& thrown, std::string_view statement) {
  Trouble found;
  std::string code;
  if (const auto* sqlite = dynamic_cast<const soci::sqlite3_soci_error*>(&thrown)) {
    found = of_sqlite(sqlite->result());
    code = "SQLite " + std::to_string(sqlite->result());
  } else if (const auto* postgresql = dynamic_cast<const soci::postgresql_soci_error*>(&thrown)) {
    found = of_postgresql(postgresql->sqlstate());
    code = "SQLSTATE " + postgresql->sqlstate();
  } else {
    found = trouble(Errc::storage, refused);
    code = "SOCI";
  }
  // what() would add the bound values, secrets among them; this is the engine's message alone.
  found.error.detail = std::string(statement) + ": " + code + ": " + thrown.get_error_message();
  return found;
}

}  // namespace tapedeck::database::detail
