#pragma once

#include "json/words.hpp"
#include "telemetry/log.hpp"

#include <charconv>
#include <chrono>
#include <compare>
#include <concepts>
#include <cstdint>
#include <expected>
#include <filesystem>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

namespace tapedeck::runtime {

/// A size that an operator writes as `10GiB`.
struct Bytes {
  std::uint64_t count = 0;

  friend auto operator<=>(const Bytes&, const Bytes&) = default;
};

constexpr Bytes kib(std::uint64_t count) { return {count * 1024}; }
constexpr Bytes mib(std::uint64_t count) { return kib(count * 1024); }
constexpr Bytes gib(std::uint64_t count) { return mib(count * 1024); }

/// What nobody else may do with the files and folders that are made: umask(2), which an operator
/// writes as `027`.
struct FileMask {
  unsigned bits = 0;

  friend bool operator==(const FileMask&, const FileMask&) = default;
};

/// The least and the most a value may be: numbers as they are, durations in milliseconds, sizes in
/// bytes, texts in bytes of length.
struct Bounds {
  std::int64_t least = std::numeric_limits<std::int64_t>::min();
  std::int64_t most = std::numeric_limits<std::int64_t>::max();

  [[nodiscard]] constexpr bool contain(std::int64_t value) const {
    return value >= least && value <= most;
  }
  friend bool operator==(const Bounds&, const Bounds&) = default;
};

constexpr Bounds between(std::int64_t least, std::int64_t most) { return {least, most}; }
constexpr Bounds between(std::chrono::milliseconds least, std::chrono::milliseconds most) {
  return {least.count(), most.count()};
}
constexpr Bounds between(Bytes least, Bytes most) {
  return {static_cast<std::int64_t>(least.count), static_cast<std::int64_t>(most.count)};
}

/// A value read from text, or what to do about it: "Give a whole number from 1 to 200."
template <class T>
using Read = std::expected<T, std::string>;

/// How much of a type's values is nobody's business.
enum class Secrecy : std::uint8_t {
  none,
  partly,  ///< An address that may hold a password. What holds one is never taken from a flag.
  whole,   ///< Never taken from a flag.
};

/// How the values of one C++ type are read, shown and explained. Specialised below for each type a
/// setting can have:
///  - `any`: the bounds of a row that names none.
///  - `wanted(bounds)`: what may stand there, to follow "Give": "a whole number from 1 to 200".
///  - `read(text, bounds)`: the value.
///  - `show(value)`: the value as read() takes it, less what is secret in it.
///  - `secrecy`: may be left out and is then `none`.
template <class T>
struct SettingType;

template <class T>
inline constexpr Secrecy secrecy_of = [] {
  if constexpr (requires { SettingType<T>::secrecy; })
    return SettingType<T>::secrecy;
  else
    return Secrecy::none;
}();

namespace detail {

[[nodiscard]] std::string wanted_number(Bounds bounds);
[[nodiscard]] Read<std::int64_t> read_number(std::string_view text, Bounds bounds);
[[nodiscard]] std::string wanted_word(std::string_view words, bool several);
[[nodiscard]] bool same_word(std::string_view a, std::string_view b);

}  // namespace detail

/// `8001`. Bounds are cut to what T holds.
template <std::integral T>
  requires(!std::same_as<T, bool> && sizeof(T) < sizeof(std::int64_t))
struct SettingType<T> {
  static constexpr Bounds any{std::numeric_limits<T>::min(), std::numeric_limits<T>::max()};

  static std::string wanted(Bounds bounds) { return detail::wanted_number(bounds); }
  static Read<T> read(std::string_view text, Bounds bounds) {
    auto number = detail::read_number(text, bounds);
    if (!number) return std::unexpected(std::move(number).error());
    return static_cast<T>(*number);
  }
  static std::string show(T value) { return std::to_string(value); }
};

/// `250ms`, `30s`, `5m`, `2h`, `7d`: one number and one unit.
template <>
struct SettingType<std::chrono::milliseconds> {
  static constexpr Bounds any{0, std::chrono::milliseconds(std::chrono::years(10)).count()};

  static std::string wanted(Bounds bounds);
  static Read<std::chrono::milliseconds> read(std::string_view text, Bounds bounds);
  static std::string show(std::chrono::milliseconds value);
};

/// `30`: for the variables whose name says minutes. Bounds are in milliseconds.
template <>
struct SettingType<std::chrono::minutes> {
  static constexpr Bounds any = SettingType<std::chrono::milliseconds>::any;

  static std::string wanted(Bounds bounds);
  static Read<std::chrono::minutes> read(std::string_view text, Bounds bounds);
  static std::string show(std::chrono::minutes value);
};

/// `512`, `64KiB`, `10GiB`, `2TiB`; also `10GB`, which is 10,000,000,000.
template <>
struct SettingType<Bytes> {
  static constexpr Bounds any{0, std::numeric_limits<std::int64_t>::max()};

  static std::string wanted(Bounds bounds);
  static Read<Bytes> read(std::string_view text, Bounds bounds);
  static std::string show(Bytes value);
};

/// `027`: up to four octal digits. What its owner may do is never taken away.
template <>
struct SettingType<FileMask> {
  static constexpr Bounds any{};

  static std::string wanted(Bounds bounds);
  static Read<FileMask> read(std::string_view text, Bounds bounds);
  static std::string show(FileMask value);
};

/// `on`, `off`; also true, false, yes, no, 1, 0, in any case.
template <>
struct SettingType<bool> {
  static constexpr Bounds any{};

  static std::string wanted(Bounds bounds);
  static Read<bool> read(std::string_view text, Bounds bounds);
  static std::string show(bool value);
};

/// Text in UTF-8 without control characters.
template <>
struct SettingType<std::string> {
  static constexpr Bounds any{1, 4096};

  static std::string wanted(Bounds bounds);
  static Read<std::string> read(std::string_view text, Bounds bounds);
  static std::string show(const std::string& value);
};

/// A path; relative ones count from the folder the program is started in.
template <>
struct SettingType<std::filesystem::path> {
  static constexpr Bounds any{1, 4095};  // PATH_MAX with its NUL

  static std::string wanted(Bounds bounds);
  static Read<std::filesystem::path> read(std::string_view text, Bounds bounds);
  static std::string show(const std::filesystem::path& value);
};

/// One of the words of an enum, in any case.
template <json::Worded E>
struct SettingType<E> {
  static constexpr Bounds any{};

  static std::string wanted(Bounds) {
    std::string list;
    for (const auto& word : json::words<E>)
      list.append(list.empty() ? "" : ", ").append(word.text);
    return detail::wanted_word(list, json::words<E>.size() > 1);
  }
  static Read<E> read(std::string_view text, Bounds) {
    for (const auto& word : json::words<E>)
      if (detail::same_word(word.text, text)) return word.value;
    return std::unexpected("Give " + wanted({}) + ".");
  }
  static std::string show(E value) { return std::string(json::word_of(value)); }
};

/// One of the levels of the log, in any case.
template <>
struct SettingType<telemetry::Level> {
  static constexpr Bounds any{};

  static std::string wanted(Bounds bounds);
  static Read<telemetry::Level> read(std::string_view text, Bounds bounds);
  static std::string show(telemetry::Level value);
};

/// A setting that may be left out.
template <class T>
struct SettingType<std::optional<T>> {
  static constexpr Bounds any = SettingType<T>::any;
  static constexpr Secrecy secrecy = secrecy_of<T>;

  static std::string wanted(Bounds bounds) { return SettingType<T>::wanted(bounds); }
  static Read<std::optional<T>> read(std::string_view text, Bounds bounds) {
    auto value = SettingType<T>::read(text, bounds);
    if (!value) return std::unexpected(std::move(value).error());
    return std::optional<T>(std::move(*value));
  }
  static std::string show(const std::optional<T>& value) {
    return value ? SettingType<T>::show(*value) : std::string();
  }
};

}  // namespace tapedeck::runtime
