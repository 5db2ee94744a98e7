#pragma once

#include "json/document.hpp"
#include "json/findings.hpp"
#include "json/types.hpp"

#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>

namespace tapedeck::json {

namespace detail {

/// Reads one value; notes what is wrong and gives nothing when something is.
template <class T>
std::optional<T> read(Node node, const Rule& rule, Findings& found);

/// Notes `broken`, which is empty when no rule is; gives whether none is.
inline bool keeps(std::string broken, Findings& found) {
  if (broken.empty()) return true;
  found.add(std::move(broken));
  return false;
}

template <class T>
std::nullopt_t wrong(Findings& found, T message) {
  found.add(std::string(message));
  return std::nullopt;
}

template <Integer T>
std::optional<T> in_range(auto number) {
  if (!number || !std::in_range<T>(*number)) return std::nullopt;
  return static_cast<T>(*number);
}

template <Integer T>
std::optional<T> read_integer(Node node, const Rule& rule, Findings& found) {
  std::optional<T> number;
  if constexpr (std::signed_integral<T>) {
    number = in_range<T>(node.int64());
  } else {
    number = in_range<T>(node.uint64());
  }
  if (number) {
    if (!keeps(broken_by_number(rule, static_cast<double>(*number)), found)) return std::nullopt;
    return number;
  }
  if (const auto outside = node.number(); outside) {
    // A rule says more than the range of a machine word.
    auto broken = broken_by_number(rule, *outside);
    return wrong(found, broken.empty() ? "must be a whole number in range" : std::move(broken));
  }
  return wrong(found, "must be a whole number");
}

std::optional<double> read_number(Node node, const Rule& rule, Findings& found);
std::optional<bool> read_boolean(Node node, Findings& found);
std::optional<std::string> read_string(Node node, const Rule& rule, Findings& found);
std::optional<Instant> read_instant(Node node, Findings& found);

template <Worded E>
std::optional<E> read_word(Node node, Findings& found) {
  if (const auto text = node.string()) {
    if (const auto value = from_word<E>(*text)) return value;
  }
  std::string all;
  for (const auto& word : words<E>)
    all.append(all.empty() ? "" : ", ").append(word.text);
  return wrong(found, "must be one of " + all);
}

template <Text T>
std::optional<T> read_text(Node node, const Rule& rule, Findings& found) {
  const auto text = read_string(node, rule, found);
  if (!text) return std::nullopt;
  auto parsed = T::parse(*text);
  if (!parsed) return wrong(found, parsed.error().message);
  return std::move(*parsed);
}

template <class V>
std::optional<std::vector<V>> read_list(Node node, const Rule& rule, Findings& found) {
  if (!node.is_array()) return wrong(found, "must be a list");
  if (!keeps(broken_by_count(rule, node.size()), found)) return std::nullopt;
  std::vector<V> list;
  list.reserve(node.size());
  bool whole = true;
  for (std::size_t i = 0; i < node.size(); ++i) {
    const Findings::Step step(found, i);
    auto entry = read<V>(node.entry(i), rule, found);
    whole = whole && entry;
    if (whole) list.push_back(std::move(*entry));
  }
  return whole ? std::optional(std::move(list)) : std::nullopt;
}

template <class V>
std::optional<OneOrMany<V>> read_many(Node node, const Rule& rule, Findings& found) {
  OneOrMany<V> many;
  if (node.is_null()) return many;
  if (node.is_array()) {
    auto list = read_list<V>(node, rule, found);
    if (!list) return std::nullopt;
    many.values = std::move(*list);
    return many;
  }
  auto one = read<V>(node, rule, found);
  if (!one) return std::nullopt;
  many.values.push_back(std::move(*one));
  return many;
}

template <Map M>
std::optional<M> read_map(Node node, const Rule& rule, Findings& found) {
  if (!node.is_object()) return wrong(found, "must be an object");
  if (!keeps(broken_by_count(rule, node.size()), found)) return std::nullopt;
  M map;
  bool whole = true;
  for (std::size_t i = 0; i < node.size(); ++i) {
    const Findings::Step step(found, node.name(i));
    auto value = read<typename M::mapped_type>(node.value(i), rule, found);
    whole = whole && value;
    if (whole) map.emplace(node.name(i), std::move(*value));
  }
  return whole ? std::optional(std::move(map)) : std::nullopt;
}

/// What a member is when the sender left it out; nothing when it must not be.
template <class T, class D>
std::optional<MemberType<T, D>> read_absent(Findings& found) {
  constexpr const auto& row = field_of<T, D>;
  if constexpr (may_be_absent<MemberType<T, D>>) {
    return MemberType<T, D>{};
  } else if constexpr (row.absent.has_value()) {
    return row.absent;
  } else {
    return wrong(found, "is missing");
  }
}

template <class T, class D>
std::optional<MemberType<T, D>> read_member(Node object, Findings& found) {
  constexpr const auto& row = field_of<T, D>;
  const Findings::Step step(found, row.rule.name);
  const auto member = object.member(row.rule.name);
  if (!member) return read_absent<T, D>(found);
  return read<MemberType<T, D>>(*member, row.rule, found);
}

template <class T, class... D>
std::optional<T> read_members(Node object, Findings& found, boost::mp11::mp_list<D...>) {
  // In braces, so that the members are read, and what is wrong is named, in their order.
  std::tuple<std::optional<MemberType<T, D>>...> members{read_member<T, D>(object, found)...};
  return std::apply(
      [](auto&... member) -> std::optional<T> {
        if (!(member.has_value() && ...)) return std::nullopt;
        return T{std::move(*member)...};
      },
      members);
}

template <Described T>
std::optional<T> read_object(Node node, Findings& found) {
  if (!node.is_object()) return wrong(found, "must be an object");
  return read_members<T>(node, found, boost::mp11::mp_rename<Members<T>, boost::mp11::mp_list>{});
}

template <class T>
std::optional<T> read_optional(Node node, const Rule& rule, Findings& found) {
  if (node.is_null()) return T{};
  auto value = read<typename T::value_type>(node, rule, found);
  if (!value) return std::nullopt;
  return std::optional<T>(std::in_place, std::move(value));
}

template <class T>
std::optional<T> read(Node node, const Rule& rule, Findings& found) {
  if constexpr (std::same_as<T, bool>) {
    return read_boolean(node, found);
  } else if constexpr (Integer<T>) {
    return read_integer<T>(node, rule, found);
  } else if constexpr (std::same_as<T, double>) {
    return read_number(node, rule, found);
  } else if constexpr (std::same_as<T, std::string>) {
    return read_string(node, rule, found);
  } else if constexpr (std::same_as<T, Raw>) {
    return Raw{node.text()};
  } else if constexpr (std::same_as<T, Instant>) {
    return read_instant(node, found);
  } else if constexpr (Duration<T>) {
    const auto count = read_integer<typename T::rep>(node, rule, found);
    return count ? std::optional(T(*count)) : std::nullopt;
  } else if constexpr (Worded<T>) {
    return read_word<T>(node, found);
  } else if constexpr (Text<T>) {
    return read_text<T>(node, rule, found);
  } else if constexpr (Optional<T>) {
    return read_optional<T>(node, rule, found);
  } else if constexpr (List<T>) {
    return read_list<typename T::value_type>(node, rule, found);
  } else if constexpr (Many<T>) {
    return read_many<typename decltype(T::values)::value_type>(node, rule, found);
  } else if constexpr (Map<T>) {
    return read_map<T>(node, rule, found);
  } else {
    static_assert(Described<T>, "describe the struct with BOOST_DESCRIBE_STRUCT");
    return read_object<T>(node, found);
  }
}

}  // namespace detail

/// A T from a part of a document; as decode() from text, without `malformed`.
template <class T>
[[nodiscard]] Result<T> decode(Node node) {
  Findings found;
  auto value = detail::read<T>(node, Rule{}, found);
  if (!value) return std::move(found).failure();
  return std::move(*value);
}

/// A T from JSON text.
///
/// Members that T does not have are ignored, so that an older reader bears a newer writer. An
/// optional may be null or absent; everything else must be there and keep to its field's rules.
///
/// Errors: `malformed` when the text is no JSON (Document::parse says what that takes); `invalid`
/// when a value is of the wrong type or breaks a rule, with Error::fields naming each of them.
template <class T>
[[nodiscard]] Result<T> decode(std::string_view text) {
  const auto document = Document::parse(text);
  if (!document) return failure(document);
  return decode<T>(document->root());
}

}  // namespace tapedeck::json
