#pragma once

// Private to this library: one statement prepared on one SOCI session.

#include "database/connection.hpp"

#include <soci/soci.h>

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

namespace tapedeck::database::detail {

/// A statement the engine has prepared, to be run again and again. Throws soci::soci_error.
class Prepared {
 public:
  virtual ~Prepared() = default;

  /// Whether it was prepared for values and columns of these kinds.
  [[nodiscard]] virtual bool fits(std::span<const Parameter> values,
                                  std::span<const Kind> columns) const = 0;

  /// Runs it and gives the rows to `reader`, when there is one. Comes to rest however it ends, so
  /// that no read lock outlives it. Gives the number of changed rows.
  virtual Result<std::int64_t> run(std::span<const Parameter> values, RowReader* reader) = 0;
};

/// Prepares the text of `statement`. `values` and `columns` give the kinds of its places.
[[nodiscard]] std::unique_ptr<Prepared> prepare(soci::session& session, Dialect dialect,
                                                const Sql& statement,
                                                std::span<const Parameter> values,
                                                std::span<const Kind> columns);

[[nodiscard]] std::unique_ptr<Prepared> prepare_on_sqlite(soci::session& session,
                                                          const Sql& statement,
                                                          std::span<const Kind> columns);

[[nodiscard]] std::unique_ptr<Prepared> prepare_on_postgresql(soci::session& session,
                                                              const Sql& statement,
                                                              std::span<const Parameter> values,
                                                              std::span<const Kind> columns);

/// Places for columns of these kinds.
[[nodiscard]] std::vector<Cell> cells_of(std::span<const Kind> columns);

/// Whether places are for columns of these kinds.
[[nodiscard]] bool same_kinds(std::span<const Cell> cells, std::span<const Kind> columns);

/// Gives back the memory of a long text; a place keeps that of short ones for the next run.
void let_go(std::span<Cell> cells);

}  // namespace tapedeck::database::detail
