#pragma once

#include "base/result.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tapedeck::fake_archive {

/// One word or sign of a query.
struct QueryWord {
  enum class Kind : std::uint8_t {
    text,    ///< A bare word, escapes undone.
    quote,   ///< A phrase in quotes.
    sign,    ///< One of `( ) [ ] { } :`, `+`, `-`.
    both,    ///< AND, &&.
    either,  ///< OR, ||.
    no,      ///< NOT, !.
  };

  Kind kind = Kind::text;
  std::string text;
  bool pattern = false;     ///< Holds `*` or `?` that no backslash takes the meaning from.
  bool after_space = true;  ///< Stands apart from the word before it.
};

/// Cuts a query into words. Errors: `invalid`, as parse_query().
[[nodiscard]] Result<std::vector<QueryWord>> cut_query(std::string_view text);

}  // namespace tapedeck::fake_archive
