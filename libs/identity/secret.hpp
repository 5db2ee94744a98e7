#pragma once

#include "base/result.hpp"

#include <array>
#include <cstdint>
#include <filesystem>
#include <iosfwd>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tapedeck::identity {

/// A key nobody else knows: of tokens, of signed headers. Moved, never copied; its bytes are wiped
/// when it goes, and it cannot be printed.
///
/// Its bytes are those of the text it was configured with, as other programs with the same
/// JWT_SECRET_KEY take it.
class Secret {
 public:
  static constexpr std::size_t min_bytes = 32;  ///< RFC 7518 §3.2: no shorter than the digest.

  /// Proves that `text` may be a key: long enough, not one that the whole world knows (the sample
  /// of a guide, a default that was shipped), not one byte over and over. Wipes `text`.
  ///
  /// Errors: `invalid`, with a sentence for the operator that says what to do.
  [[nodiscard]] static Result<Secret> from_text(std::string text);

  /// A new one of 256 random bits, as 43 characters of base64url.
  [[nodiscard]] static Secret make();

  /// A second holder of the same key. A function with a name, so that no key is copied by accident.
  [[nodiscard]] Secret copy() const { return Secret(bytes_); }

  Secret(Secret&& other) noexcept = default;
  Secret& operator=(Secret&& other) noexcept;
  Secret(const Secret&) = delete;
  Secret& operator=(const Secret&) = delete;
  ~Secret();

  [[nodiscard]] std::span<const std::uint8_t> bytes() const& noexcept { return bytes_; }
  std::span<const std::uint8_t> bytes() const&& = delete;

  friend std::ostream& operator<<(std::ostream&, const Secret&) = delete;

 private:
  explicit Secret(std::vector<std::uint8_t> bytes) : bytes_(std::move(bytes)) {}

  std::vector<std::uint8_t> bytes_;
};

/// The secret kept in the file `path`; made there at the first call, with mode 0600 and on the disk
/// before this returns. Of several processes that start at once, one makes it and all get it.
/// Blocks on the disk; for the start of the process.
///
/// Errors, with sentences for the operator: `invalid` when the file can be read by other users, or
/// what it holds may not be a key; `storage` when it cannot be read or made.
[[nodiscard]] Result<Secret> load_or_make_secret(const std::filesystem::path& path);

}  // namespace tapedeck::identity
