#pragma once

#include "base/result.hpp"

#include <boost/json/object.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tapedeck::fake_archive {

/// One question of a query: a tree of these is what a client asked.
struct Clause {
  enum class Kind : std::uint8_t {
    all,      ///< `*:*`, or nothing.
    every,    ///< All of `parts`.
    any,      ///< One of `parts`.
    none,     ///< Not parts[0].
    word,     ///< `text` in `field`: a word, several in a row, or a pattern with `*` and `?`.
    range,    ///< `low` to `high` in `field`; empty is open.
    present,  ///< `field` has a value: `_exists_:coverage`.
  };

  Kind kind = Kind::all;
  std::string field;  ///< Empty: any field that free text looks in.
  std::string text;
  bool pattern = false;  ///< `text` holds a `*` or `?` that is not quoted.
  std::string low;
  std::string high;
  bool low_inclusive = true;
  bool high_inclusive = true;
  std::vector<Clause> parts;
};

/// Reads the subset of Lucene's language that clients of the Archive use: `field:value`, phrases,
/// AND, OR, NOT, `+`, `-`, `&&`, `||`, parentheses (also after a field), ranges with `[]` and `{}`,
/// `*` and `?`, `_exists_:field`, free text. Clauses side by side must all hold.
///
/// Errors: `invalid`, with the message the Archive puts into its envelope. As there, a query of
/// more than 1,900 characters is refused, and so is a backslash before `+ - & | "`.
[[nodiscard]] Result<Clause> parse_query(std::string_view text);

/// Whether a search document answers the question. Words are compared without case, letter by
/// letter and digit by digit; identifier, collection and mediatype as a whole and with case.
[[nodiscard]] bool matches(const Clause& clause, const boost::json::object& document);

/// The longest query that is read. Source: internetarchive/InternetArchiveKit commit f738aac, which
/// saw refusals from about 1,900 characters on.
constexpr std::size_t longest_query = 1'900;

}  // namespace tapedeck::fake_archive
