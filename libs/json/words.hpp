#pragma once

#include <boost/describe.hpp>
#include <boost/mp11.hpp>

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>
#include <type_traits>

namespace tapedeck::json {

/// An enum as one word of the wire.
template <class E>
struct Word {
  E value;
  std::string_view text;
};

namespace detail {

template <class E>
concept HasOwnWords = requires { json_words(std::type_identity<E>{}); };

template <class E>
constexpr auto make_words() {
  if constexpr (HasOwnWords<E>) {
    return json_words(std::type_identity<E>{});
  } else {
    using Enumerators = boost::describe::describe_enumerators<E>;
    std::array<Word<E>, boost::mp11::mp_size<Enumerators>::value> words{};
    std::size_t at = 0;
    boost::mp11::mp_for_each<Enumerators>([&](auto e) { words[at++] = {e.value, e.name}; });
    return words;
  }
}

}  // namespace detail

/// An enum that has a word for each value: `BOOST_DESCRIBE_ENUM(SourceKind, audience, …)` makes
/// them from the names in C++; where the wire spells them otherwise, a table in the enum's
/// namespace does:
///
///     constexpr auto json_words(std::type_identity<Sort>) {
///       return std::to_array<json::Word<Sort>>({{Sort::newest, "newest-first"}, …});
///     }
template <class E>
concept Worded = std::is_enum_v<E> &&
                 (boost::describe::has_describe_enumerators<E>::value || detail::HasOwnWords<E>);

/// All words of E, in the order of its table.
template <Worded E>
inline constexpr auto words = detail::make_words<E>();

/// The word for `value`; empty for a value outside the table, which only a cast can make.
template <Worded E>
constexpr std::string_view word_of(E value) {
  for (const auto& word : words<E>) {
    if (word.value == value) return word.text;
  }
  return {};
}

/// The value of a word, letter by letter; nothing when it is none of them.
template <Worded E>
constexpr std::optional<E> from_word(std::string_view text) {
  for (const auto& word : words<E>) {
    if (word.text == text) return word.value;
  }
  return std::nullopt;
}

}  // namespace tapedeck::json
