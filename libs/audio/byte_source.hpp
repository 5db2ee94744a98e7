#pragma once

#include "base/result.hpp"

#include <cstddef>
#include <cstdint>
#include <span>

namespace tapedeck::audio {

/// The bytes of one sound file, wherever they lie. This library opens no file itself.
class ByteSource {
 public:
  virtual ~ByteSource() = default;

  /// How many bytes there are.
  [[nodiscard]] virtual std::uint64_t bytes() const noexcept = 0;

  /// Copies the bytes from `at` on into `into`; how many, which is fewer than asked only at the
  /// end. May block. Errors: the source's own, which end the reading.
  virtual Result<std::size_t> read(std::uint64_t at, std::span<std::uint8_t> into) = 0;
};

/// Bytes in memory, which outlive it.
class MemorySource final : public ByteSource {
 public:
  explicit MemorySource(std::span<const std::uint8_t> bytes) : bytes_(bytes) {}

  [[nodiscard]] std::uint64_t bytes() const noexcept override { return bytes_.size(); }
  Result<std::size_t> read(std::uint64_t at, std::span<std::uint8_t> into) override;

 private:
  std::span<const std::uint8_t> bytes_;
};

}  // namespace tapedeck::audio
