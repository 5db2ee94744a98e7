#include "database/prepared.hpp"

#include <soci/postgresql/soci-postgresql.h>

#include <algorithm>
#include <string>

namespace tapedeck::database::detail {
namespace {

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

/// A prepared statement and the places its values are bound to: SOCI binds addresses once, and each
/// run writes the values there.
class PreparedOnPostgresql final : public Prepared {
 public:
  PreparedOnPostgresql(soci::session& session, const Sql& statement,
                       std::span<const Parameter> values, std::span<const Kind> columns);

  [[nodiscard]] bool fits(std::span<const Parameter> values,
                          std::span<const Kind> columns) const override;
  Result<std::int64_t> run(std::span<const Parameter> values, RowReader* reader) override;

 private:
  struct Rest;

  void bind_places(std::string_view text);
  void set(std::span<const Parameter> values);
  bool execute();

  std::string_view name_;
  std::vector<Cell> parameters_;
  std::vector<soci::indicator> parameter_states_;
  std::vector<Cell> columns_;
  std::vector<soci::indicator> column_states_;
  soci::statement statement_;
  soci::postgresql_statement_backend* backend_ = nullptr;  ///< Of statement_.
};

/// Ends a run, however it is left: else the rows stay in memory.
struct PreparedOnPostgresql::Rest {
  explicit Rest(PreparedOnPostgresql& of) : prepared(of) {}
  ~Rest() {
    prepared.backend_->result_.reset();
    let_go(prepared.parameters_);
    let_go(prepared.columns_);
  }
  Rest(const Rest&) = delete;
  Rest& operator=(const Rest&) = delete;

  PreparedOnPostgresql& prepared;
};

PreparedOnPostgresql::PreparedOnPostgresql(soci::session& session, const Sql& statement,
                                           std::span<const Parameter> values,
                                           std::span<const Kind> columns)
    : name_(statement.name()),
      parameters_(values.size()),
      parameter_states_(values.size(), soci::i_ok),
      columns_(cells_of(columns)),
      column_states_(columns.size(), soci::i_ok),
      statement_(session) {
  for (std::size_t i = 0; i < values.size(); ++i)
    parameters_[i].kind = values[i].kind;
  const auto text = statement.text(Dialect::postgresql);
  statement_.alloc();
  statement_.prepare(std::string(text), soci::details::st_repeatable_query);
  bind_places(text);
  backend_ = dynamic_cast<soci::postgresql_statement_backend*>(statement_.get_backend());
}

void PreparedOnPostgresql::bind_places(std::string_view text) {
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

bool PreparedOnPostgresql::fits(std::span<const Parameter> values,
                                std::span<const Kind> columns) const {
  return std::ranges::equal(parameters_, values, {}, &Cell::kind, &Parameter::kind) &&
         same_kinds(columns_, columns);
}

void PreparedOnPostgresql::set(std::span<const Parameter> values) {
  for (std::size_t i = 0; i < values.size(); ++i) {
    const auto& value = values[i];
    auto& place = parameters_[i];
    parameter_states_[i] = value.null ? soci::i_null : soci::i_ok;
    place.integer = value.integer;
    place.real = value.real;
    if (value.kind == Kind::text) place.text = value.text();
  }
}

bool PreparedOnPostgresql::execute() {
  try {
    return statement_.execute(true);
  } catch (const soci::soci_error&) {
    // SOCI frees the text of the values after a run that ends well, and forgets it after others.
    statement_.undefine_and_bind();
    throw;
  }
}

Result<std::int64_t> PreparedOnPostgresql::run(std::span<const Parameter> values,
                                               RowReader* reader) {
  const Rest rest(*this);
  set(values);
  bool more = execute();
  if (reader == nullptr) return statement_.get_affected_rows();

  if (PQnfields(backend_->result_) != static_cast<int>(columns_.size()))
    return wrong_rows(name_, "another number of columns than is read");
  for (; more; more = statement_.fetch()) {
    for (std::size_t i = 0; i < columns_.size(); ++i)
      columns_[i].null = column_states_[i] == soci::i_null;
    auto taken = reader->take(columns_);
    if (!taken) return failure(taken);
    if (!*taken) break;
  }
  return 0;
}

}  // namespace

std::unique_ptr<Prepared> prepare_on_postgresql(soci::session& session, const Sql& statement,
                                                std::span<const Parameter> values,
                                                std::span<const Kind> columns) {
  return std::make_unique<PreparedOnPostgresql>(session, statement, values, columns);
}

}  // namespace tapedeck::database::detail
