#pragma once

#include "archive/archive.hpp"

#include <optional>
#include <string>
#include <vector>

namespace tapedeck::test {

/// Keeps what it is sent, as the vault would: what is there already, then the rest of it.
class MemorySink final : public archive::Sink {
 public:
  Task<Result<void>> begin(archive::FetchStart start) override {
    starts.push_back(std::move(start));
    kept.resize(starts.back().first);
    co_return Result<void>();
  }

  Task<Result<void>> write(std::span<const std::byte> bytes) override {
    ++writes;
    if (full_at && kept.size() + bytes.size() > *full_at) {
      co_return fail(Errc::storage_full, "There is no room left on the disk.");
    }
    kept.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    co_return Result<void>();
  }

  std::string kept;
  std::vector<archive::FetchStart> starts;
  int writes = 0;
  std::optional<std::size_t> full_at;  ///< No room for more than this.
};

}  // namespace tapedeck::test
