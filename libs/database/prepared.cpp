#include "database/prepared.hpp"

#include <soci/postgresql/soci-postgresql.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include <algorithm>
#include <string>

namespace tapedeck::database::detail {
namespace {

/// A place keeps its memory for the next run, but not that of a whole cached page.
constexpr std::size_t kept_text_bytes = 1024;

void exchange_parameter(soci::statement& statement, Cell& cell, soci::indicator& state,
                        const std::string& name) {
  switch (cell.kind) {
    case Kind::integer:
      return statement.exchange(soci::use(cell.integer, state, name));
    case Kind::real:
      return statement.exchange(soci::use(cell.real, state, name));
    case Kind::text:
      return statement.exchange(soci::use(cell.text, state, name));
  }
}

void exchange_column(soci::statement& statement, Cell& cell, soci::indicator& state) {
  switch (cell.kind) {
    case Kind::integer:
      return statement.exchange(soci::into(cell.integer, state));
    case Kind::real:
      return statement.exchange(soci::into(cell.real, state));
    case Kind::text:
      return statement.exchange(soci::into(cell.text, state));
  }
}

void let_go(Cell& cell) {
  if (cell.text.capacity() > kept_text_bytes) cell.text = std::string();
}

}  // namespace

/// Ends a run, however it is left.
struct Prepared::Rest {
  explicit Rest(Prepared& of) : prepared(of) {}
  ~Rest() { prepared.come_to_rest(); }
  Rest(const Rest&) = delete;
  Rest& operator=(const Rest&) = delete;

  Prepared& prepared;
};

Prepared::Prepared(soci::session& session, Dialect dialect, const Sql& statement,
                   std::span<const Parameter> values, std::span<const Kind> columns)
    : name_(statement.name()),
      parameters_(values.size()),
      parameter_states_(values.size(), soci::i_ok),
      columns_(columns.size()),
      column_states_(columns.size(), soci::i_ok),
      statement_(session) {
  for (std::size_t i = 0; i < values.size(); ++i)
    parameters_[i].kind = values[i].kind;
  for (std::size_t i = 0; i < columns.size(); ++i)
    columns_[i].kind = columns[i];
  const auto text = statement.text(dialect);
  statement_.alloc();
  statement_.prepare(std::string(text), soci::details::st_repeatable_query);
  bind_places(text);
  sqlite_ = dynamic_cast<soci::sqlite3_statement_backend*>(statement_.get_backend());
  postgresql_ = dynamic_cast<soci::postgresql_statement_backend*>(statement_.get_backend());
}

Prepared::~Prepared() = default;

void Prepared::bind_places(std::string_view text) {
  std::vector<std::string_view> seen;
  ParameterNames names(text);
  for (auto name = names.next(); !name.empty(); name = names.next()) {
    if (std::ranges::find(seen, name) != seen.end()) continue;
    const auto i = seen.size();
    exchange_parameter(statement_, parameters_[i], parameter_states_[i], std::string(name));
    seen.push_back(name);
  }
  for (std::size_t i = 0; i < columns_.size(); ++i)
    exchange_column(statement_, columns_[i], column_states_[i]);
  statement_.define_and_bind();
}

bool Prepared::fits(std::span<const Parameter> values, std::span<const Kind> columns) const {
  const auto same_parameter = [](const Cell& cell, const Parameter& value) {
    return cell.kind == value.kind;
  };
  const auto same_column = [](const Cell& cell, Kind kind) { return cell.kind == kind; };
  return std::ranges::equal(parameters_, values, same_parameter) &&
         std::ranges::equal(columns_, columns, same_column);
}

void Prepared::set(std::span<const Parameter> values) {
  for (std::size_t i = 0; i < values.size(); ++i) {
    const auto& value = values[i];
    auto& place = parameters_[i];
    parameter_states_[i] = value.null ? soci::i_null : soci::i_ok;
    place.integer = value.integer;
    place.real = value.real;
    if (value.kind == Kind::text) place.text = value.text();
  }
}

Result<void> Prepared::check_columns() const {
  const int given = sqlite_ != nullptr ? sqlite_api::sqlite3_column_count(sqlite_->stmt_)
                                       : PQnfields(postgresql_->result_);
  if (given == static_cast<int>(columns_.size())) return {};
  return wrong_rows(name_, "another number of columns than is read");
}

bool Prepared::execute() {
  try {
    return statement_.execute(true);
  } catch (const soci::soci_error&) {
    // SOCI frees the text of the values after a run that ends well, and forgets it after others.
    statement_.undefine_and_bind();
    throw;
  }
}

Result<std::int64_t> Prepared::run(std::span<const Parameter> values, RowReader* reader) {
  const Rest rest(*this);
  set(values);
  bool more = execute();
  if (reader == nullptr) return statement_.get_affected_rows();

  auto fitting = check_columns();
  if (!fitting) return failure(fitting);
  for (; more; more = statement_.fetch()) {
    for (std::size_t i = 0; i < columns_.size(); ++i)
      columns_[i].null = column_states_[i] == soci::i_null;
    auto taken = reader->take(columns_);
    if (!taken) return failure(taken);
    if (!*taken) break;
  }
  return 0;
}

void Prepared::come_to_rest() {
  // Else a read transaction stays open on SQLite, and on PostgreSQL the rows stay in memory.
  if (sqlite_ != nullptr && sqlite_api::sqlite3_stmt_busy(sqlite_->stmt_) != 0) sqlite_->reset();
  if (postgresql_ != nullptr) postgresql_->result_.reset();
  std::ranges::for_each(parameters_, let_go);
  std::ranges::for_each(columns_, let_go);
}

}  // namespace tapedeck::database::detail
