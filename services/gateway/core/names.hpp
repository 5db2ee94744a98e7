#pragma once

#include "base/result.hpp"
#include "json/types.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace tapedeck::gateway {

/// The name somebody logs in by, proven well formed: 2 to 40 ASCII letters, digits, `.`, `_` and
/// `-`, the first a letter or digit, the last no dot. It is shown as it was typed; two that differ
/// in case alone are one.
///
/// ASCII, since names that only look alike are how one user passes for another, and since both
/// engines' lower() agree on it.
class Username {
 public:
  static constexpr std::size_t min_bytes = 2;
  static constexpr std::size_t max_bytes = 40;

  /// Errors: `invalid`, with the rule.
  [[nodiscard]] static Result<Username> parse(std::string_view text);

  [[nodiscard]] std::string_view text() const noexcept { return text_; }

  friend bool operator==(const Username&, const Username&) = default;

 private:
  explicit Username(std::string_view text) : text_(text) {}

  std::string text_;
};

/// Where mail would reach somebody, proven to be `local@domain` in printable ASCII and at most 254
/// bytes (RFC 5321 §4.5.3.1.3). No mail is sent; it is a second name to log in by. Two that differ
/// in case alone are one.
class MailAddress {
 public:
  static constexpr std::size_t max_bytes = 254;

  /// Errors: `invalid`, with the rule.
  [[nodiscard]] static Result<MailAddress> parse(std::string_view text);

  [[nodiscard]] std::string_view text() const noexcept { return text_; }

  friend bool operator==(const MailAddress&, const MailAddress&) = default;

 private:
  explicit MailAddress(std::string_view text) : text_(text) {}

  std::string text_;
};

/// `text` with A to Z as a to z: what names and addresses are compared by.
[[nodiscard]] std::string folded(std::string_view text);

constexpr json::Rule json_rule(std::type_identity<Username>) {
  return {.min_length = Username::min_bytes,
          .max_length = Username::max_bytes,
          .pattern = "^[A-Za-z0-9][A-Za-z0-9._-]*[A-Za-z0-9_-]$"};
}

constexpr json::Rule json_rule(std::type_identity<MailAddress>) {
  return {.max_length = MailAddress::max_bytes, .format = "email"};
}

}  // namespace tapedeck::gateway
