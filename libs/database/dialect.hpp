#pragma once

#include <cstdint>
#include <string_view>

namespace tapedeck::database {

/// The two engines, and everything in which they differ for us.
///
/// One text of SQL runs on both. Of twenty probes fifteen behave the same; the five that do not are
/// kept from every store, here and nowhere else:
///
/// | Differs                    | SQLite                 | PostgreSQL          | So | |
/// -------------------------- | ---------------------- | ------------------- | ------------------ |
/// | `x::text`                  | a syntax error         | a cast              | fault_in() refuses
/// | | `->>`                      | takes any text         | needs typed JSON    | fault_in()
/// refuses | | bytes                      | blob                   | bytea, unread       | no such
/// value      | | `count(*)` fetched untyped | text                   | a number            | rows
/// are typed     | | a taken unique name        | result code 2067, 1555 | SQLSTATE 23505      |
/// Errc::conflict     |
///
/// Where a text must differ all the same (full text, mostly), a statement has two (sql.hpp) and a
/// migration has sections (migration.hpp).
enum class Dialect : std::uint8_t { sqlite, postgresql };

[[nodiscard]] constexpr std::string_view to_text(Dialect dialect) noexcept {
  return dialect == Dialect::sqlite ? "SQLite" : "PostgreSQL";
}

/// Why `text` cannot be one statement of both engines with named parameters; empty when it can.
///
/// Comments, `?` and `$1` are refused along with the two spellings above: a colon in a comment
/// would be taken for a parameter, and a bare mark says nothing to the reader.
[[nodiscard]] constexpr std::string_view fault_in(std::string_view text) noexcept {
  char quote = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const char next = i + 1 < text.size() ? text[i + 1] : '\0';
    if (quote != 0) {
      if (quote == '"' && c == ':') return "a quoted name must not hold a colon";
      if (c == quote) quote = 0;
      continue;
    }
    if (c == '\'' || c == '"') quote = c;
    if (c == ';') return "one statement at a time, and without its semicolon";
    if ((c == '-' && next == '-') || (c == '/' && next == '*')) return "no comments within SQL";
    if (c == ':' && next == ':') return "write cast(x as text), not x::text";
    if (c == '-' && next == '>') return "keep JSON operators out of SQL";
    if (c == '?' || c == '$') return "name each parameter, as in :user_id";
  }
  return quote != 0 ? "a quotation that does not end" : "";
}

}  // namespace tapedeck::database
