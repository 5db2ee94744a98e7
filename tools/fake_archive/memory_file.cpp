#include "fake_archive/memory_file.hpp"

#include <algorithm>
#include <cstdio>

namespace tapedeck::fake_archive {

SF_VIRTUAL_IO MemoryFile::callbacks() {
  SF_VIRTUAL_IO io{};
  io.get_filelen = [](void* self) {
    return static_cast<sf_count_t>(static_cast<MemoryFile*>(self)->bytes_.size());
  };
  io.seek = [](sf_count_t offset, int whence, void* self) {
    return static_cast<MemoryFile*>(self)->seek(offset, whence);
  };
  io.read = [](void* to, sf_count_t count, void* self) {
    return static_cast<MemoryFile*>(self)->read(to, count);
  };
  io.write = [](const void* from, sf_count_t count, void* self) {
    return static_cast<MemoryFile*>(self)->write(from, count);
  };
  io.tell = [](void* self) { return static_cast<sf_count_t>(static_cast<MemoryFile*>(self)->at_); };
  return io;
}

sf_count_t MemoryFile::seek(sf_count_t offset, int whence) {
  sf_count_t base = 0;
  if (whence == SEEK_CUR) base = static_cast<sf_count_t>(at_);
  if (whence == SEEK_END) base = static_cast<sf_count_t>(bytes_.size());
  if (base + offset < 0) return -1;
  at_ = static_cast<std::size_t>(base + offset);
  return base + offset;
}

sf_count_t MemoryFile::read(void* to, sf_count_t count) {
  if (at_ >= bytes_.size()) return 0;
  const auto take = std::min(static_cast<std::size_t>(count), bytes_.size() - at_);
  bytes_.copy(static_cast<char*>(to), take, at_);
  at_ += take;
  return static_cast<sf_count_t>(take);
}

sf_count_t MemoryFile::write(const void* from, sf_count_t count) {
  const auto size = static_cast<std::size_t>(count);
  if (at_ + size > bytes_.size()) bytes_.resize(at_ + size);
  std::copy_n(static_cast<const char*>(from), size,
              bytes_.begin() + static_cast<std::ptrdiff_t>(at_));
  at_ += size;
  return count;
}

}  // namespace tapedeck::fake_archive
