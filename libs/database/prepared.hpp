#pragma once

// Private to this library: one statement prepared on one SOCI session.

#include "database/connection.hpp"

#include <soci/soci.h>

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace soci {
struct postgresql_statement_backend;
struct sqlite3_statement_backend;
}  // namespace soci

namespace tapedeck::database::detail {

/// A prepared statement and the places its values are bound to.
///
/// SOCI binds addresses once; each run writes the values there, which is what makes it nearly as
/// quick as the engine's own interface. Throws soci::soci_error.
class Prepared {
 public:
  /// Prepares the text of `statement`. `values` and `columns` give the kinds of the places.
  Prepared(soci::session& session, Dialect dialect, const Sql& statement,
           std::span<const Parameter> values, std::span<const Kind> columns);
  ~Prepared();
  Prepared(const Prepared&) = delete;
  Prepared& operator=(const Prepared&) = delete;

  /// Whether the places are of the kinds that these need.
  [[nodiscard]] bool fits(std::span<const Parameter> values, std::span<const Kind> columns) const;

  /// Runs it and gives the rows to `reader`, when there is one. Comes to rest however it ends, so
  /// that no read lock outlives it. Gives the number of changed rows.
  Result<std::int64_t> run(std::span<const Parameter> values, RowReader* reader);

 private:
  struct Rest;

  void bind_places(std::string_view text);
  Result<void> check_columns() const;
  void set(std::span<const Parameter> values);
  bool execute();
  void come_to_rest();

  std::string_view name_;
  std::vector<Cell> parameters_;
  std::vector<soci::indicator> parameter_states_;
  std::vector<Cell> columns_;
  std::vector<soci::indicator> column_states_;
  soci::statement statement_;
  soci::sqlite3_statement_backend* sqlite_ = nullptr;         ///< Of statement_, on SQLite.
  soci::postgresql_statement_backend* postgresql_ = nullptr;  ///< Of statement_, on PostgreSQL.
};

}  // namespace tapedeck::database::detail
