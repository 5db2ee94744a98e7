#pragma once

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <variant>

namespace tapedeck::telemetry {

/// How much a line matters: `error` means a person should act, `warning` that one may have to,
/// `info` that something a listener would notice happened, `debug` the rest.
enum class Level : std::uint8_t { debug, info, warning, error };

/// One named value of a log line. The text it points to must live until the line is written, which
/// is before the call returns.
struct Field {
  using Value = std::variant<std::string_view, std::int64_t, std::uint64_t, double, bool>;

  Field(std::string_view name, std::string_view text) : key(name), value(text) {}
  Field(std::string_view name, const char* text) : key(name), value(std::string_view(text)) {}
  Field(std::string_view name, const std::string& text)
      : key(name), value(std::string_view(text)) {}
  Field(std::string_view name, bool flag) : key(name), value(flag) {}
  Field(std::string_view name, double number) : key(name), value(number) {}
  template <std::signed_integral T>
  Field(std::string_view name, T number) : key(name), value(std::int64_t{number}) {}
  template <std::unsigned_integral T>
  Field(std::string_view name, T number) : key(name), value(std::uint64_t{number}) {}

  std::string_view key;
  Value value;
};

/// Sets how the whole process logs: one JSON object a line, to standard error. Called once, before
/// the first thread starts; until then lines of `info` and above are written.
void start_log(Level least);

/// Changes what is written from now on. Any thread.
void set_log_level(Level least);

/// The front of the log for one part of the program.
///
/// A line carries time (RFC 3339, UTC, microseconds), level, part and message, then the fields.
/// Texts are escaped and cut at 4 KiB each, so that nothing from outside can forge or break a line.
/// Never a token, a password or a mail address. Any thread; a line is written whole.
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

  void write(Level level, std::string_view message, std::initializer_list<Field> fields) const;

 private:
  std::string_view part_;
};

}  // namespace tapedeck::telemetry
