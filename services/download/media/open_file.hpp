#pragma once

#include "audio/byte_source.hpp"
#include "base/result.hpp"

#include <cstdint>

namespace tapedeck::download {

/// The bytes of a regular file that is open for reading; the descriptor stays its owner's.
class OpenFile final : public audio::ByteSource {
 public:
  /// Errors: `invalid` when it is no regular file, `storage`.
  [[nodiscard]] static Result<OpenFile> of(int descriptor);

  [[nodiscard]] std::uint64_t bytes() const noexcept override { return bytes_; }

  /// Errors: `storage`.
  Result<std::size_t> read(std::uint64_t at, std::span<std::uint8_t> into) override;

 private:
  OpenFile(int descriptor, std::uint64_t bytes) : descriptor_(descriptor), bytes_(bytes) {}

  int descriptor_;
  std::uint64_t bytes_;
};

}  // namespace tapedeck::download
