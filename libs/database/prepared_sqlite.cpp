#include "database/prepared.hpp"

#include <soci/sqlite3/soci-sqlite3.h>

#include <string>
#include <utility>

namespace tapedeck::database::detail {
namespace {

/// A statement on SQLite's own interface. Through SOCI's a read takes a quarter longer than this
/// one's 3 µs (./dev bench database): it copies each text twice, once to end it with a NUL.
class PreparedOnSqlite final : public Prepared {
 public:
  PreparedOnSqlite(sqlite_api::sqlite3* db, const Sql& statement, std::span<const Kind> columns);
  ~PreparedOnSqlite() override { sqlite_api::sqlite3_finalize(statement_); }
  PreparedOnSqlite(const PreparedOnSqlite&) = delete;
  PreparedOnSqlite& operator=(const PreparedOnSqlite&) = delete;

  [[nodiscard]] bool fits(std::span<const Parameter>,
                          std::span<const Kind> columns) const override {
    return same_kinds(columns_, columns);  // SQLite binds any kind of value anywhere
  }
  Result<std::int64_t> run(std::span<const Parameter> values, RowReader* reader) override;

 private:
  struct Rest;

  [[noreturn]] void give_up(int code) const;
  void bind(int place, const Parameter& value);
  bool step();
  void read(int column, Cell& cell);

  std::string_view name_;
  sqlite_api::sqlite3* db_;
  sqlite_api::sqlite3_stmt* statement_ = nullptr;
  std::vector<Cell> columns_;
};

/// Ends a run, however it is left: else a read transaction stays open.
struct PreparedOnSqlite::Rest {
  explicit Rest(PreparedOnSqlite& of) : prepared(of) {}
  ~Rest() {
    sqlite_api::sqlite3_reset(prepared.statement_);
    let_go(prepared.columns_);
  }
  Rest(const Rest&) = delete;
  Rest& operator=(const Rest&) = delete;

  PreparedOnSqlite& prepared;
};

PreparedOnSqlite::PreparedOnSqlite(sqlite_api::sqlite3* db, const Sql& statement,
                                   std::span<const Kind> columns)
    : name_(statement.name()), db_(db), columns_(cells_of(columns)) {
  const auto text = statement.text(Dialect::sqlite);
  const int code = sqlite_api::sqlite3_prepare_v3(db_, text.data(), static_cast<int>(text.size()),
                                                  SQLITE_PREPARE_PERSISTENT, &statement_, nullptr);
  if (code != SQLITE_OK) give_up(code);
}

void PreparedOnSqlite::give_up(int code) const {
  throw soci::sqlite3_soci_error(sqlite_api::sqlite3_errmsg(db_), code);
}

/// The text stays the caller's, who keeps it until the run ends.
void PreparedOnSqlite::bind(int place, const Parameter& value) {
  int code = SQLITE_OK;
  if (value.null) {
    code = sqlite_api::sqlite3_bind_null(statement_, place);
  } else if (value.kind == Kind::integer) {
    code = sqlite_api::sqlite3_bind_int64(statement_, place, value.integer);
  } else if (value.kind == Kind::real) {
    code = sqlite_api::sqlite3_bind_double(statement_, place, value.real);
  } else {
    const auto text = value.text().empty() ? std::string_view("") : value.text();
    code = sqlite_api::sqlite3_bind_text(statement_, place, text.data(),
                                         static_cast<int>(text.size()), nullptr);
  }
  if (code != SQLITE_OK) give_up(code);
}

bool PreparedOnSqlite::step() {
  const int code = sqlite_api::sqlite3_step(statement_);
  if (code != SQLITE_ROW && code != SQLITE_DONE) give_up(code);
  return code == SQLITE_ROW;
}

/// Text is asked for as bytes, which SQLite hands out where they lie. Databases are UTF-8:
/// open_session() refuses any other.
void PreparedOnSqlite::read(int column, Cell& cell) {
  cell.null = sqlite_api::sqlite3_column_type(statement_, column) == SQLITE_NULL;
  if (cell.null) return;
  if (cell.kind == Kind::integer) {
    cell.integer = sqlite_api::sqlite3_column_int64(statement_, column);
  } else if (cell.kind == Kind::real) {
    cell.real = sqlite_api::sqlite3_column_double(statement_, column);
  } else {
    const auto* bytes =
        static_cast<const char*>(sqlite_api::sqlite3_column_blob(statement_, column));
    const auto size =
        static_cast<std::size_t>(sqlite_api::sqlite3_column_bytes(statement_, column));
    cell.text.assign(size == 0 ? "" : bytes, size);  // no bytes come as a null pointer
  }
}

Result<std::int64_t> PreparedOnSqlite::run(std::span<const Parameter> values, RowReader* reader) {
  const Rest rest(*this);
  for (std::size_t i = 0; i < values.size(); ++i)
    bind(static_cast<int>(i) + 1, values[i]);
  bool more = step();
  if (reader == nullptr) return sqlite_api::sqlite3_changes(db_);

  if (sqlite_api::sqlite3_column_count(statement_) != static_cast<int>(columns_.size()))
    return wrong_rows(name_, "another number of columns than is read");
  for (; more; more = step()) {
    for (std::size_t i = 0; i < columns_.size(); ++i)
      read(static_cast<int>(i), columns_[i]);
    auto taken = reader->take(columns_);
    if (!taken) return failure(taken);
    if (!*taken) break;
  }
  return 0;
}

}  // namespace

std::unique_ptr<Prepared> prepare_on_sqlite(soci::session& session, const Sql& statement,
                                            std::span<const Kind> columns) {
  auto* db = dynamic_cast<soci::sqlite3_session_backend&>(*session.get_backend()).conn_;
  return std::make_unique<PreparedOnSqlite>(db, statement, columns);
}

}  // namespace tapedeck::database::detail
