#pragma once

#include "base/instant.hpp"
#include "base/item_identifier.hpp"
#include "base/result.hpp"
#include "base/uuid.hpp"
#include "json/fields.hpp"
#include "json/rule.hpp"
#include "json/words.hpp"

#include <chrono>
#include <concepts>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace tapedeck::json {

/// One value or a list of them: the Archive writes a field with a single value without the list.
///
/// Read from either, from null and from nothing at all (no values); written as a list.
template <class T>
struct OneOrMany {
  std::vector<T> values{};

  /// Null when there are none.
  [[nodiscard]] const T* first() const& { return values.empty() ? nullptr : &values.front(); }
  const T* first() const&& = delete;

  friend bool operator==(const OneOrMany&, const OneOrMany&) = default;
};

/// Any value, kept as its text: what we store and pass on without knowing its inside.
///
/// Written as it stands, so `text` must be well-formed JSON. decode() makes it so; whoever fills it
/// from elsewhere vouches for it.
struct Raw {
  std::string text = "null";

  friend bool operator==(const Raw&, const Raw&) = default;
};

namespace detail {

template <class T, template <class...> class Template>
inline constexpr bool is_a = false;
template <template <class...> class Template, class... A>
inline constexpr bool is_a<Template<A...>, Template> = true;

template <class T>
concept Optional = is_a<T, std::optional>;
template <class T>
concept List = is_a<T, std::vector>;
template <class T>
concept Many = is_a<T, OneOrMany>;
template <class T>
concept Map = is_a<T, std::map> && std::same_as<typename T::key_type, std::string>;
template <class T>
concept Integer = std::integral<T> && !std::same_as<T, bool>;
/// Written as a whole number; the member's name says of what ("age_seconds").
template <class T>
concept Duration = is_a<T, std::chrono::duration> && std::integral<typename T::rep>;

/// A value that is written as text and proves itself when read: ids, ItemIdentifier, and every type
/// with `text()` and a `parse()` that gives a Result.
template <class T>
concept Text = requires(const T& value, std::string_view text) {
  { T::parse(text) } -> std::same_as<Result<T>>;
  { value.text() } -> std::convertible_to<std::string_view>;
};

/// The sender may leave it out, whatever the table says.
template <class T>
inline constexpr bool may_be_absent = Optional<T> || Many<T>;

}  // namespace detail

/// What the schema says of a Text beyond `string`. Others may give their own by
/// `constexpr json::Rule json_rule(std::type_identity<T>)` in the type's namespace.
constexpr Rule json_rule(std::type_identity<Uuid>) { return {.format = "uuid"}; }

template <class Tag>
constexpr Rule json_rule(std::type_identity<Id<Tag>>) {
  return {.format = "uuid"};
}

constexpr Rule json_rule(std::type_identity<ItemIdentifier>) {
  return {.min_length = ItemIdentifier::min_bytes,
          .max_length = ItemIdentifier::max_bytes,
          .pattern = "^[A-Za-z0-9][A-Za-z0-9._-]*$"};
}

}  // namespace tapedeck::json
