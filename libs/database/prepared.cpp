#include "database/prepared.hpp"

#include <algorithm>
#include <string>

namespace tapedeck::database::detail {
namespace {

/// A place keeps its memory for the next run, but not that of a whole cached page.
constexpr std::size_t kept_text_bytes = 1024;

}  // namespace

std::unique_ptr<Prepared> prepare(soci::session& session, Dialect dialect, const Sql& statement,
                                  std::span<const Parameter> values,
                                  std::span<const Kind> columns) {
  if (dialect == Dialect::sqlite) return prepare_on_sqlite(session, statement, columns);
  return prepare_on_postgresql(session, statement, values, columns);
}

std::vector<Cell> cells_of(std::span<const Kind> columns) {
  std::vector<Cell> cells(columns.size());
  for (std::size_t i = 0; i < columns.size(); ++i)
    cells[i].kind = columns[i];
  return cells;
}

bool same_kinds(std::span<const Cell> cells, std::span<const Kind> columns) {
  return std::ranges::equal(cells, columns, {}, &Cell::kind);
}

void let_go(std::span<Cell> cells) {
  for (auto& cell : cells)
    if (cell.text.capacity() > kept_text_bytes) cell.text = std::string();
}

}  // namespace tapedeck::database::detail
