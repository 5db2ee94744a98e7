#include "raw_sqlite.hpp"

#include "base/ensure.hpp"

#include <sqlite3.h>

namespace tapedeck::bench {

struct RawSqlite::Handles {
  sqlite3* db = nullptr;
  sqlite3_stmt* read = nullptr;
};

namespace {

std::string text(sqlite3_stmt* statement, int column) {
  const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement, column));
  return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement, column))};
}

}  // namespace

RawSqlite::RawSqlite(const std::filesystem::path& file) : handles_(std::make_unique<Handles>()) {
  auto& [db, read] = *handles_;
  int code = sqlite3_open(file.c_str(), &db);
  ensure(code == SQLITE_OK, "the bench's database must open");
  sqlite3_busy_timeout(db, 5'000);
  code = sqlite3_exec(db,
                      "pragma journal_mode=wal; pragma synchronous=normal; "
                      "pragma foreign_keys=on; pragma cache_size=-1024; "
                      "pragma mmap_size=67108864",
                      nullptr, nullptr, nullptr);
  ensure(code == SQLITE_OK, "the bench's pragmas must be known");
  code = sqlite3_prepare_v2(db, "select artist, title, bytes from songs where id = ?", -1, &read,
                            nullptr);
  ensure(code == SQLITE_OK, "the bench's statement must be known");
}

RawSqlite::~RawSqlite() {
  sqlite3_finalize(handles_->read);
  sqlite3_close(handles_->db);
}

Song RawSqlite::read(std::int64_t key) {
  auto* statement = handles_->read;
  sqlite3_bind_int64(statement, 1, key);
  ensure(sqlite3_step(statement) == SQLITE_ROW, "the bench's row must be there");
  Song song{.artist = text(statement, 0),
            .title = text(statement, 1),
            .bytes = sqlite3_column_int64(statement, 2)};
  sqlite3_reset(statement);
  return song;
}

}  // namespace tapedeck::bench
