#include "database/session.hpp"

#include "base/utf8.hpp"
#include "database/vendor_error.hpp"

#include <soci/postgresql/soci-postgresql.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include <algorithm>

namespace tapedeck::database::detail {
namespace {

using std::chrono::steady_clock;

constexpr Sql commit_transaction("database.commit", "commit");
constexpr Sql roll_back_transaction("database.rollback", "rollback");

std::unexpected<Error> refuse_value(std::string_view statement, const char* why) {
  return fail(Errc::invalid, "A value cannot be stored.", std::string(statement) + ": " + why);
}

/// PostgreSQL cuts text at a NUL and refuses what is no UTF-8; SQLite keeps both. So nobody may.
Result<void> check(std::string_view statement, const Parameter& value) {
  if (value.null) return {};
  if (!value.storable) return refuse_value(statement, "a number that no column holds");
  if (value.kind != Kind::text) return {};
  const auto text = value.text();
  if (text.size() > Connection::max_text_bytes) return refuse_value(statement, "too long a text");
  if (text.contains('\0')) return refuse_value(statement, "a text with a NUL in it");
  if (!is_utf8(text)) return refuse_value(statement, "a text that is no UTF-8");
  return {};
}

sqlite_api::sqlite3* sqlite_of(soci::session& soci) {
  return dynamic_cast<soci::sqlite3_session_backend&>(*soci.get_backend()).conn_;
}

PGconn* postgresql_of(soci::session& soci) {
  return dynamic_cast<soci::postgresql_session_backend&>(*soci.get_backend()).conn_;
}

/// SOCI itself would take a colon in a comment for a parameter. Throws soci::soci_error.
void run_as_written(soci::session& soci, Dialect dialect, const std::string& text) {
  if (dialect == Dialect::sqlite) {
    auto* db = sqlite_of(soci);
    const int code = sqlite_api::sqlite3_exec(db, text.c_str(), nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) throw soci::sqlite3_soci_error(sqlite_api::sqlite3_errmsg(db), code);
    return;
  }
  auto* db = postgresql_of(soci);
  const std::unique_ptr<PGresult, decltype(&PQclear)> result(PQexec(db, text.c_str()), &PQclear);
  const auto status = PQresultStatus(result.get());
  if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK) return;
  const char* state = PQresultErrorField(result.get(), PG_DIAG_SQLSTATE);
  throw soci::postgresql_soci_error(PQerrorMessage(db), state != nullptr ? state : "     ");
}

}  // namespace

Prepared& Session::find_or_prepare(const Sql& statement, std::span<const Parameter> values,
                                   std::span<const Kind> columns) {
  auto& kept = prepared[statement.text(dialect).data()];
  if (!kept || !kept->fits(values, columns)) {
    kept.reset();
    kept = prepare(soci, dialect, statement, values, columns);
  }
  return *kept;
}

Result<std::int64_t> Session::execute(const Sql& statement, std::span<const Parameter> values,
                                      std::span<const Kind> columns, RowReader* reader) {
  if (doom) return std::unexpected(*doom);
  for (const auto& value : values) {
    auto storable = check(statement.name(), value);
    if (!storable) return failure(storable);
  }
  const auto begin = steady_clock::now();
  statement_ends = begin + settings.statement_limit;
  Result<std::int64_t> result;
  try {
    result = find_or_prepare(statement, values, columns).run(values, reader);
  } catch (const soci::soci_error& thrown) {
    result = std::unexpected(note(thrown, statement.name()));
    // The plan may be at fault: a migration by another process changes what it gives. Not after a
    // mere conflict, since a lost transaction cannot take the statement back from the server.
    if (result.error().code == Errc::storage) prepared.erase(statement.text(dialect).data());
  }
  const auto failed = result ? std::nullopt : std::optional(result.error().code);
  observer.ran(statement.name(), steady_clock::now() - begin, failed);
  return result;
}

Result<void> Session::run_text(std::string_view name, const std::string& text) {
  if (doom) return std::unexpected(*doom);
  statement_ends = steady_clock::now() + settings.statement_limit;
  try {
    run_as_written(soci, dialect, text);
  } catch (const soci::soci_error& thrown) {
    return std::unexpected(note(thrown, name));
  }
  return {};
}

Error Session::note(const soci::soci_error& thrown, std::string_view statement) {
  auto trouble = explain(thrown, statement);
  lost = lost || trouble.lost;
  if (in_transaction && !doom) {
    doom = trouble.error;
    retry = trouble.retry;
  }
  return std::move(trouble.error);
}

Result<void> Session::begin(const Sql& how) {
  if (in_transaction) {
    return fail(Errc::internal, "Tapedeck began a transaction within another; please report this.",
                std::string(how.name()));
  }
  auto begun = execute(how, {}, {}, nullptr);
  if (!begun) return failure(begun);
  in_transaction = true;
  return {};
}

Result<void> Session::commit() {
  auto done = execute(commit_transaction, {}, {}, nullptr);
  if (!done) return failure(done);
  in_transaction = false;
  return {};
}

void Session::roll_back() {
  in_transaction = false;
  doom.reset();
  retry = false;
  if (lost || !engine_in_transaction()) return;
  auto done = execute(roll_back_transaction, {}, {}, nullptr);
  if (!done) lost = true;
}

bool Session::engine_in_transaction() {
  if (dialect == Dialect::sqlite) {
    return sqlite_api::sqlite3_get_autocommit(sqlite_of(soci)) == 0;
  }
  return PQtransactionStatus(postgresql_of(soci)) != PQTRANS_IDLE;
}

}  // namespace tapedeck::database::detail
