#pragma once

#include "base/result.hpp"
#include "database/dialect.hpp"

#include <filesystem>
#include <string>
#include <string_view>

namespace tapedeck::database {

/// Where a database is, as DATABASE_URL says it.
///
/// | Text                                   | Is                                              |
/// | -------------------------------------- | ----------------------------------------------- |
/// | `sqlite:///./data/music_player.db`     | a file, seen from the working directory         |
/// | `sqlite:////var/lib/tapedeck/music.db` | a file by its full path                         |
/// | `postgresql://user:pass@host:5432/db`  | a database of a server                          |
/// | `postgresql:///db?host=/run/postgresql`| the same by a local socket                      |
///
/// The spellings of SQLAlchemy are taken as well, since the seed's settings files use them: what
/// follows a `+` in the scheme names a Python driver and is passed over.
class Url {
 public:
  /// Errors: `invalid`, with a sentence that says what to write instead and never the password.
  [[nodiscard]] static Result<Url> parse(std::string_view text);

  /// A SQLite file by its path.
  [[nodiscard]] static Result<Url> of_file(const std::filesystem::path& file);

  [[nodiscard]] Dialect dialect() const noexcept { return dialect_; }

  /// The file of a SQLite database; empty for PostgreSQL.
  [[nodiscard]] const std::filesystem::path& file() const noexcept { return file_; }

  /// For people and logs: as given, less the password.
  [[nodiscard]] const std::string& shown() const noexcept { return shown_; }

  /// For libpq: a URI with the password in it. Empty for SQLite. Never to be printed.
  [[nodiscard]] const std::string& secret() const noexcept { return secret_; }

 private:
  Url() = default;

  Dialect dialect_ = Dialect::sqlite;
  std::filesystem::path file_;
  std::string shown_;
  std::string secret_;
};

}  // namespace tapedeck::database
