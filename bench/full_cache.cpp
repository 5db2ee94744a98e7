#include "full_cache.hpp"

#include <sqlite3.h>

#include <chrono>
#include <memory>
#include <stdexcept>

namespace tapedeck::bench {

void fill_cache(const std::string& file, std::uint64_t bytes) {
  constexpr std::uint64_t each = 20'000;
  sqlite3* opened = nullptr;
  const int error = ::sqlite3_open_v2(file.c_str(), &opened, SQLITE_OPEN_READWRITE, nullptr);
  const std::unique_ptr<sqlite3, decltype(&::sqlite3_close)> db(opened, &::sqlite3_close);
  if (error != SQLITE_OK) throw std::runtime_error("cannot open " + file);

  const auto now = std::chrono::duration_cast<std::chrono::milliseconds>(
                       std::chrono::system_clock::now().time_since_epoch())
                       .count();
  const auto made = std::to_string(now);
  const auto expires = std::to_string(now + 1'800'000);
  const auto sql =
      "with recursive n(i) as (select 1 union all select i + 1 from n where i < " +
      std::to_string(bytes / each) +
      ") insert into cache_entries "
      "(id, cache_key, cache_data, cache_type, expires_at, created_at, bytes) "
      "select lower(hex(randomblob(18))), 'search 50 1 ' || i, hex(randomblob(10000)), 'search', " +
      expires + ", " + made + ", 20000 from n";
  char* message = nullptr;
  if (::sqlite3_exec(db.get(), sql.c_str(), nullptr, nullptr, &message) != SQLITE_OK) {
    const std::string text = message == nullptr ? "no reason" : message;
    ::sqlite3_free(message);
    throw std::runtime_error("the cache cannot be filled: " + text);
  }
}

}  // namespace tapedeck::bench
