#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace tapedeck::json {

/// What a value must keep to, apart from its type: checked by decode(), printed by schema_of().
///
/// Rules on numbers, characters and patterns reach through optionals, lists and maps to the values
/// inside; rules on entries are for the list or map itself.
struct Rule {
  using Check = bool (*)(std::string_view text);

  std::optional<double> minimum{};  ///< Inclusive.
  std::optional<double> maximum{};  ///< Inclusive.
  std::size_t min_length = 0;       ///< In characters: Unicode code points, not bytes.
  std::optional<std::size_t> max_length{};
  std::size_t min_items = 0;  ///< Entries of a list or a map.
  std::optional<std::size_t> max_items{};
  std::string_view pattern{};     ///< An ECMA 262 expression, for readers of the schema …
  Check check = nullptr;          ///< … and the same as code: expressions are never run.
  std::string_view message{};     ///< What to say when `check` fails: "must be a date".
  std::string_view format{};      ///< A word of JSON Schema: "email", "uri".
  std::string_view doc{};         ///< One sentence; empty when the name says it all.
  std::string_view name{};        ///< On the wire, where C++ cannot spell it: "item-size".
  bool omit_when_absent = false;  ///< An empty optional is left out instead of null.
  bool secret = false;            ///< Read, never written: the schema says `writeOnly`.
};

/// What `value` breaks in `rule`, as words for the user ("must be between 1 and 200"); empty when
/// it keeps to it.
[[nodiscard]] std::string broken_by_number(const Rule& rule, double value);

/// The same for a text that is well-formed UTF-8. A NUL always breaks the rules: databases cut
/// texts there.
[[nodiscard]] std::string broken_by_text(const Rule& rule, std::string_view text);

/// The same for how many entries a list or a map has.
[[nodiscard]] std::string broken_by_count(const Rule& rule, std::size_t count);

}  // namespace tapedeck::json
