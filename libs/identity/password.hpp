#pragma once

#include "base/result.hpp"

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace tapedeck::identity {

/// What somebody typed as a password, proven to be one that bcrypt hashes whole. Moved, never
/// copied; wiped when it goes; cannot be printed.
///
/// Kept in Unicode's normal form C, so that "é" typed on another machine is the same password.
class Password {
 public:
  static constexpr std::size_t min_characters = 8;
  /// bcrypt looks at no more: two of 73 bytes that differ in the last would be equal.
  static constexpr std::size_t max_bytes = 72;

  /// 8 characters to 72 bytes of UTF-8 without NUL, where bcrypt would stop. No other rule:
  /// composition rules make passwords worse (NIST SP 800-63B §5.1.1.2). Wipes `text`.
  ///
  /// Errors: `invalid`, naming the field "/password".
  [[nodiscard]] static Result<Password> parse(std::string text);

  Password(Password&& other) noexcept;
  Password& operator=(Password&& other) noexcept;
  Password(const Password&) = delete;
  Password& operator=(const Password&) = delete;
  ~Password();

  /// Ends with a NUL, as crypt(3) needs it; empty after a move.
  [[nodiscard]] const char* c_str() const& noexcept { return bytes_.data(); }
  const char* c_str() const&& = delete;

 private:
  explicit Password(std::string_view text);

  std::array<char, max_bytes + 1> bytes_{};
};

/// How much work a hash is: 2^cost rounds. 12 takes 0.21 s of one core (measured, 2026).
inline constexpr unsigned default_bcrypt_cost = 12;

/// `$2b$12$…`, 60 characters, with a salt of its own. Computes for a fifth of a second: call it on
/// a pool.
[[nodiscard]] std::string hash_password(Password password, unsigned cost = default_bcrypt_cost);

/// Whether `hash` is that of `password`. Compares in constant time, and computes just as long
/// when there is no hash, or one that is no bcrypt: time must not tell whether a user exists.
/// Computes for a fifth of a second: call it on a pool.
[[nodiscard]] bool verify_password(Password password, std::optional<std::string> hash,
                                   unsigned cost = default_bcrypt_cost);

/// Whether the hash was made with another cost and is to be made again at the next log in.
[[nodiscard]] bool needs_rehash(std::string_view hash, unsigned cost = default_bcrypt_cost);

}  // namespace tapedeck::identity
