#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

namespace tapedeck::bench {

/// One row of the bench's table.
struct Song {
  std::string artist;
  std::string title;
  std::int64_t bytes = 0;
};

/// The engine's own interface, prepared once, opened as the library opens it: what ours is measured
/// against. In a file of its own, since SOCI's header and sqlite3.h exclude each other.
class RawSqlite {
 public:
  explicit RawSqlite(const std::filesystem::path& file);
  ~RawSqlite();
  RawSqlite(const RawSqlite&) = delete;
  RawSqlite& operator=(const RawSqlite&) = delete;

  /// The song with this key, which is there.
  Song read(std::int64_t key);

 private:
  struct Handles;

  std::unique_ptr<Handles> handles_;
};

}  // namespace tapedeck::bench
