#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>

namespace tapedeck::json {

/// Appends JSON to a text. Sets the commas; that each object and array is closed, and each key has
/// one value, is the caller's part. What writes a known struct uses encode() instead.
class Writer {
 public:
  Writer() { out_.reserve(256); }

  void begin_object() { open('{'); }
  void end_object() { out_ += '}'; }
  void begin_array() { open('['); }
  void end_array() { out_ += ']'; }

  /// The name of the next value; any text.
  void key(std::string_view name);
  /// As key(), for a name that needs no escaping, such as a member's.
  void plain_key(std::string_view name);

  void null() { value("null"); }
  void boolean(bool yes) { value(yes ? "true" : "false"); }
  void integer(std::int64_t number);
  void integer(std::uint64_t number);
  void integer(std::integral auto number) {
    if constexpr (std::signed_integral<decltype(number)>) {
      integer(static_cast<std::int64_t>(number));
    } else {
      integer(static_cast<std::uint64_t>(number));
    }
  }
  /// The shortest text that reads back as the same number. JSON has no word for an infinity or for
  /// "not a number": both become null.
  void number(double number);
  /// Bytes that are no UTF-8 come out as U+FFFD, so that the whole stays readable.
  void string(std::string_view text);
  /// JSON that is ready.
  void raw(std::string_view json) { value(json); }

  /// A key and a text, a number, a bool: what documents built by hand are made of.
  void member(std::string_view name, std::string_view text) { key(name), string(text); }
  void member(std::string_view name, const char* text) { key(name), string(text); }
  void member(std::string_view name, bool yes) { key(name), boolean(yes); }
  void member(std::string_view name, std::integral auto number) { key(name), integer(number); }

  /// What was written; the writer is empty after.
  [[nodiscard]] std::string take();

 private:
  /// A comma, unless this is the first of its object or array or follows its key. No value ends in
  /// one of these three bytes, since texts end in a quote.
  void separate() {
    if (!out_.empty() && out_.back() != '{' && out_.back() != '[' && out_.back() != ':')
      out_ += ',';
  }
  void open(char bracket) {
    separate();
    out_ += bracket;
  }
  void value(std::string_view text) {
    separate();
    out_ += text;
  }

  std::string out_;
};

}  // namespace tapedeck::json
