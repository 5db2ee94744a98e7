#pragma once

#include "base/ascii.hpp"

#include <atomic>
#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace tapedeck::telemetry {

/// How much a line matters: `error` means a person should act, `warning` that one may have to,
/// `info` that something a listener would notice happened, `debug` the rest.
enum class Level : std::uint8_t { debug, info, warning, error };

/// "debug", "info", "warning", "error".
[[nodiscard]] std::string_view to_text(Level level) noexcept;

/// Reads those words in any case; nothing for any other.
[[nodiscard]] std::optional<Level> parse_level(std::string_view word);

/// Writes only lines of `least` and above from now on; `info` until it is called. Any thread.
void set_log_level(Level least) noexcept;

/// The level set now. Any thread.
[[nodiscard]] Level log_level() noexcept;

/// The name of a value in a log line: a literal of `[a-z0-9_]`, which needs no escaping.
///
/// Names that announce a secret do not compile. That stops the slip in our own code; what a text
/// contains is still its writer's care.
class FieldName {
 public:
  template <std::size_t N>
  consteval FieldName(const char (&name)[N]) : text_(name, N - 1) {  // NOLINT: implicit on purpose
    for (const char c : text_) {
      const bool allowed = ascii::is_lower(c) || ascii::is_digit(c) || c == '_';
      if (!allowed) throw "a field's name is written in [a-z0-9_]";
    }
    for (const std::string_view word :
         {"password", "secret", "token", "cookie", "authorization", "ticket", "email"}) {
      if (text_ == word) throw "secrets and mail addresses are never logged";
    }
  }

  [[nodiscard]] constexpr std::string_view text() const noexcept { return text_; }

 private:
  std::string_view text_;
};

/// One named value of a log line. The text it points to must live until the line is written, which
/// is before the call returns. A number that is not finite is written as null.
struct Field {
  using Value = std::variant<std::string_view, std::int64_t, std::uint64_t, double, bool>;

  Field(FieldName name, std::string_view text) : key(name.text()), value(text) {}
  Field(FieldName name, const char* text) : key(name.text()), value(std::string_view(text)) {}
  Field(FieldName name, const std::string& text)
      : key(name.text()), value(std::string_view(text)) {}
  Field(FieldName name, double number) : key(name.text()), value(number) {}
  template <std::same_as<bool> T>  // a template, so that no pointer turns into a flag
  Field(FieldName name, T flag) : key(name.text()), value(flag) {}
  template <std::signed_integral T>
  Field(FieldName name, T number) : key(name.text()), value(std::int64_t{number}) {}
  template <std::unsigned_integral T>
    requires(!std::same_as<T, bool>)
  Field(FieldName name, T number) : key(name.text()), value(std::uint64_t{number}) {}

  std::string_view key;
  Value value;
};

/// The front of the log for one part of the program.
///
/// A line is one JSON object: `ts` (RFC 3339, UTC, microseconds), `level`, `part`, `msg`, then the
/// fields in their order. Texts are escaped and take at most 4 KiB each, so that nothing from
/// outside can forge or break a line. Never a token, a password or a mail address. Any thread; a
/// line is written whole. Where lines go is log_sink.hpp's matter.
class Log {
 public:
  /// `part` is the word of the folder: "browse". It must outlive the log: a literal.
  explicit constexpr Log(std::string_view part) : part_(part) {}

  void debug(std::string_view message, std::initializer_list<Field> fields = {}) const {
    write(Level::debug, message, fields);
  }
  void info(std::string_view message, std::initializer_list<Field> fields = {}) const {
    write(Level::info, message, fields);
  }
  void warning(std::string_view message, std::initializer_list<Field> fields = {}) const {
    write(Level::warning, message, fields);
  }
  void error(std::string_view message, std::initializer_list<Field> fields = {}) const {
    write(Level::error, message, fields);
  }

  void write(Level level, std::string_view message, std::initializer_list<Field> fields) const {
    if (level >= log_level()) write_line(level, message, fields);
  }

 private:
  void write_line(Level level, std::string_view message, std::initializer_list<Field> fields) const;

  std::string_view part_;
};

namespace detail {

inline std::atomic<Level> least_level{Level::info};

}  // namespace detail

inline void set_log_level(Level least) noexcept {
  detail::least_level.store(least, std::memory_order_relaxed);
}

inline Level log_level() noexcept { return detail::least_level.load(std::memory_order_relaxed); }

}  // namespace tapedeck::telemetry
