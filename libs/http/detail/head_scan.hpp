#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace tapedeck::http::detail {

/// Finds the end of a request's head while its bytes arrive, and what can be seen to be wrong
/// before the end: a line that ends in a bare LF, a folded line (RFC 9112 §2.2, §5.2: both are read
/// differently by different programs, which is how requests are smuggled), a first byte that begins
/// no method (a TLS client at our plain port).
class HeadScan {
 public:
  enum class State : std::uint8_t { more, complete, broken };

  /// Looks at `text`, which is what it was last time with more behind it.
  [[nodiscard]] State look(std::string_view text) noexcept;

  /// Where the request line begins: empty lines before it are skipped (§2.2), at most four.
  [[nodiscard]] std::size_t begin() const noexcept { return begin_; }

  /// Behind the empty line, once complete.
  [[nodiscard]] std::size_t end() const noexcept { return line_; }

  /// Whether the request line has been seen to its end.
  [[nodiscard]] bool past_first_line() const noexcept { return line_ != begin_; }

 private:
  std::size_t begin_ = 0;
  std::size_t line_ = 0;  // where the line begins that has not ended yet
  std::size_t seen_ = 0;
  unsigned skipped_ = 0;
};

}  // namespace tapedeck::http::detail
