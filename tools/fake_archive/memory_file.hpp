#pragma once

#include <sndfile.h>

#include <string>
#include <utility>

namespace tapedeck::fake_archive {

/// A file in memory, for libsndfile to read or write.
class MemoryFile {
 public:
  MemoryFile() = default;
  explicit MemoryFile(std::string bytes) : bytes_(std::move(bytes)) {}

  [[nodiscard]] std::string bytes() && { return std::move(bytes_); }

  /// For sf_open_virtual(), with a MemoryFile* as the user data.
  [[nodiscard]] static SF_VIRTUAL_IO callbacks();

 private:
  sf_count_t seek(sf_count_t offset, int whence);
  sf_count_t read(void* to, sf_count_t count);
  sf_count_t write(const void* from, sf_count_t count);

  std::string bytes_;
  std::size_t at_ = 0;
};

}  // namespace tapedeck::fake_archive
