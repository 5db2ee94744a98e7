#pragma once

#include "json/types.hpp"
#include "json/writer.hpp"

#include <string>
#include <string_view>

namespace tapedeck::json {

template <class T>
void write(Writer& out, const T& value);

namespace detail {

template <class T, class D>
void write_member(Writer& out, const T& object) {
  constexpr const auto& row = field_of<T, D>;
  const auto& value = object.*D::pointer;
  if constexpr (row.rule.secret) {
    return;
  } else {
    if constexpr (Optional<MemberType<T, D>> && row.rule.omit_when_absent) {
      if (!value) return;
    }
    out.plain_key(row.rule.name);
    write(out, value);
  }
}

template <class T>
void write_object(Writer& out, const T& object) {
  out.begin_object();
  for_each_member<T>([&]<class D>() { write_member<T, D>(out, object); });
  out.end_object();
}

template <class L>
void write_list(Writer& out, const L& list) {
  out.begin_array();
  for (const auto& entry : list)
    write(out, entry);
  out.end_array();
}

template <class M>
void write_map(Writer& out, const M& map) {
  out.begin_object();
  for (const auto& [name, value] : map) {
    out.key(name);
    write(out, value);
  }
  out.end_object();
}

template <class T>
inline constexpr bool unknown_type = false;

}  // namespace detail

/// Writes one value: see encode() for what becomes of which type.
template <class T>
void write(Writer& out, const T& value) {
  using namespace detail;
  if constexpr (std::same_as<T, bool>) {
    out.boolean(value);
  } else if constexpr (Integer<T>) {
    out.integer(value);
  } else if constexpr (std::floating_point<T>) {
    out.number(value);
  } else if constexpr (std::convertible_to<const T&, std::string_view>) {
    out.string(value);
  } else if constexpr (std::same_as<T, Raw>) {
    out.raw(value.text);
  } else if constexpr (std::same_as<T, Instant>) {
    out.string(to_text(value));
  } else if constexpr (Duration<T>) {
    out.integer(value.count());
  } else if constexpr (Worded<T>) {
    out.string(word_of(value));
  } else if constexpr (Text<T>) {
    out.string(value.text());
  } else if constexpr (Optional<T>) {
    value ? write(out, *value) : out.null();
  } else if constexpr (List<T>) {
    write_list(out, value);
  } else if constexpr (Many<T>) {
    write_list(out, value.values);
  } else if constexpr (Map<T>) {
    write_map(out, value);
  } else if constexpr (Described<T>) {
    write_object(out, value);
  } else {
    static_assert(unknown_type<T>, "describe the struct with BOOST_DESCRIBE_STRUCT");
  }
}

/// `value` as JSON, without spaces.
///
/// Structs become objects with their described members in order; an empty optional is null, unless
/// its field says it is left out; a secret field is never written. Enums are their words, Instants
/// RFC 3339, ids and other Text types texts, durations whole numbers, doubles the shortest digits
/// that read back the same and null when they are not finite. The result is always UTF-8: bytes
/// that are not become U+FFFD.
template <class T>
[[nodiscard]] std::string encode(const T& value) {
  Writer out;
  write(out, value);
  return out.take();
}

}  // namespace tapedeck::json
