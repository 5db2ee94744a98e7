#pragma once

#include "base/instant.hpp"

#include <boost/describe/enum.hpp>
#include <boost/describe/enum_from_string.hpp>
#include <boost/describe/enum_to_string.hpp>

#include <cmath>
#include <concepts>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace tapedeck::database {

/// What a column holds. There are no bytes: SOCI cannot read PostgreSQL's, so they live in files.
enum class Kind : std::uint8_t { integer, real, text };

/// One value on its way into a statement.
struct Parameter {
  Kind kind = Kind::text;
  bool null = false;
  bool storable = true;  ///< False for what no engine keeps alike: NaN, a number beyond 63 bits.
  std::int64_t integer = 0;
  double real = 0;
  std::string_view borrowed{};  ///< Text of the caller's, valid while the statement runs.
  std::string own{};            ///< Text that was made for this parameter.

  [[nodiscard]] std::string_view text() const noexcept { return own.empty() ? borrowed : own; }
};

/// One value on its way out of a row.
struct Cell {
  Kind kind = Kind::text;
  bool null = false;
  long long integer = 0;
  double real = 0;
  std::string text{};
};

/// How a T is kept in a column: `kind`, `put` and `get`. `get` gives nothing for a value that is no
/// T, which means that the row was damaged or written by something else.
///
/// Given here: text, numbers, bool (0 or 1), Instant (milliseconds), everything that has parse()
/// and text() (ids, identifiers), described enumerations (by their words), and optional of any of
/// these (null).
template <class T>
struct Stored;

template <>
struct Stored<std::string> {
  static constexpr Kind kind = Kind::text;
  static Parameter put(std::string_view value) { return {.borrowed = value}; }
  static std::optional<std::string> get(Cell& cell) { return std::move(cell.text); }
};

template <>
struct Stored<std::string_view> {
  static constexpr Kind kind = Kind::text;
  static Parameter put(std::string_view value) { return {.borrowed = value}; }
};

template <>
struct Stored<bool> {
  static constexpr Kind kind = Kind::integer;
  static Parameter put(bool value) { return {.kind = kind, .integer = value ? 1 : 0}; }
  static std::optional<bool> get(Cell& cell) {
    if (cell.integer != 0 && cell.integer != 1) return std::nullopt;
    return cell.integer == 1;
  }
};

template <std::integral T>
struct Stored<T> {
  static constexpr Kind kind = Kind::integer;
  static Parameter put(T value) {
    return {.kind = kind,
            .storable = std::in_range<std::int64_t>(value),
            .integer = static_cast<std::int64_t>(value)};
  }
  static std::optional<T> get(Cell& cell) {
    if (!std::in_range<T>(cell.integer)) return std::nullopt;
    return static_cast<T>(cell.integer);
  }
};

template <>
struct Stored<double> {
  static constexpr Kind kind = Kind::real;
  static Parameter put(double value) {
    return {.kind = kind, .storable = std::isfinite(value), .real = value};
  }
  static std::optional<double> get(Cell& cell) { return cell.real; }
};

template <>
struct Stored<Instant> {
  static constexpr Kind kind = Kind::integer;
  static Parameter put(Instant value) {
    return {.kind = kind, .integer = value.time_since_epoch().count()};
  }
  static std::optional<Instant> get(Cell& cell) {
    return Instant{std::chrono::milliseconds{cell.integer}};
  }
};

/// A value that is text to the outside: an id, an identifier.
template <class T>
concept Spelled = requires(const T& value, std::string_view text) {
  { T::parse(text) } -> std::same_as<Result<T>>;
  { value.text() } -> std::convertible_to<std::string_view>;
};

template <Spelled T>
struct Stored<T> {
  static constexpr Kind kind = Kind::text;
  static Parameter put(const T& value) { return {.own = std::string(value.text())}; }
  static std::optional<T> get(Cell& cell) {
    auto parsed = T::parse(cell.text);
    if (!parsed) return std::nullopt;
    return *std::move(parsed);
  }
};

template <class T>
  requires std::is_enum_v<T> && boost::describe::has_describe_enumerators<T>::value
struct Stored<T> {
  static constexpr Kind kind = Kind::text;
  static Parameter put(T value) {
    const char* word = boost::describe::enum_to_string(value, nullptr);
    return {.storable = word != nullptr, .borrowed = word != nullptr ? word : ""};
  }
  static std::optional<T> get(Cell& cell) {
    T value{};
    if (!boost::describe::enum_from_string(cell.text.c_str(), value)) return std::nullopt;
    return value;
  }
};

template <class T>
struct Stored<std::optional<T>> {
  static constexpr Kind kind = Stored<T>::kind;
  static Parameter put(const std::optional<T>& value) {
    if (value) return Stored<T>::put(*value);
    return {.kind = kind, .null = true};
  }
  static std::optional<std::optional<T>> get(Cell& cell) {
    if (cell.null) return std::optional<T>();
    auto value = Stored<T>::get(cell);
    if (!value) return std::nullopt;
    return value;
  }
};

/// A null of no particular type: `db.run(clear_error, std::nullopt, job)`.
template <>
struct Stored<std::nullopt_t> {
  static constexpr Kind kind = Kind::text;
  static Parameter put(std::nullopt_t) { return {.null = true}; }
};

/// The parameter a value becomes. A literal is text.
template <class T>
Parameter to_parameter(const T& value) {
  if constexpr (std::is_array_v<T>) {
    return Stored<std::string_view>::put(value);
  } else {
    return Stored<T>::put(value);
  }
}

/// Whether a column may be null for a T.
template <class T>
constexpr bool takes_null = false;
template <class T>
constexpr bool takes_null<std::optional<T>> = true;

}  // namespace tapedeck::database
