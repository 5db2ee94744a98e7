#include "database/safety_copy.hpp"

#include "database/connection.hpp"
#include "database/upkeep.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <system_error>

namespace tapedeck::database::detail {
namespace {

std::unexpected<Error> cannot_copy(const std::filesystem::path& copy, std::string why) {
  return fail(Errc::storage,
              "Before an upgrade the database is copied to " + copy.string() +
                  ", and that did not work; make the folder writable and see that there is room.",
              std::move(why));
}

/// Takes what was written to the disk, so that the copy is there after a power cut.
Result<void> flush(const std::filesystem::path& path, int flags) {
  const int opened = ::open(path.c_str(), flags | O_CLOEXEC);
  const bool flushed = opened >= 0 && ::fsync(opened) == 0;
  const int error = errno;
  if (opened >= 0) ::close(opened);
  if (flushed) return {};
  return cannot_copy(path, std::generic_category().message(error));
}

/// How many migrations a copy holds, after a look at each of its pages.
Result<std::int64_t> migrations_in(const std::filesystem::path& copy) {
  auto url = Url::of_file(copy);
  if (!url) return failure(url);
  NoStatementObserver nobody;
  auto db = Connection::open(*url, {.statement_limit = std::chrono::hours{1}}, nobody);
  if (!db) return failure(db);
  auto whole = check_for_damage(**db);
  if (!whole) return failure(whole);
  return (*db)->value<std::int64_t>(
      {"database.count_migrations", "select count(*) from schema_versions"});
}

Result<void> write_copy(const std::filesystem::path& database, const std::filesystem::path& part) {
  std::error_code ignored;  // what cannot be removed is not empty, and SQLite refuses it
  std::filesystem::remove(part, ignored);
  // Made here and empty, since SQLite would let everyone read it.
  const int made = ::open(part.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (made < 0) return cannot_copy(part, std::generic_category().message(errno));
  ::close(made);

  auto url = Url::of_file(database);
  if (!url) return failure(url);
  NoStatementObserver nobody;
  auto db = Connection::open(*url, {.statement_limit = std::chrono::hours{1}}, nobody);
  if (!db) return failure(db);
  auto copied = (*db)->run({"database.copy", "vacuum into :file"}, part.string());
  if (!copied) return failure(copied);
  return {};
}

Result<void> put_in_place(const std::filesystem::path& part, const std::filesystem::path& copy) {
  auto flushed = flush(part, O_RDONLY);
  if (!flushed) return flushed;
  std::error_code error;
  std::filesystem::rename(part, copy, error);
  if (error) return cannot_copy(copy, error.message());
  return flush(copy.has_parent_path() ? copy.parent_path() : ".", O_RDONLY | O_DIRECTORY);
}

}  // namespace

Result<std::filesystem::path> copy_before(const std::filesystem::path& database,
                                          const std::string& version, std::int64_t migrations) {
  std::filesystem::path copy = database;
  copy += ".before-" + version;
  if (std::filesystem::exists(copy)) {
    const auto older = migrations_in(copy);
    if (older && *older < migrations) return copy;
  }
  std::filesystem::path part = copy;
  part += ".part";
  auto written = write_copy(database, part);
  if (!written) return failure(written);
  auto verified = migrations_in(part);
  if (!verified) return failure(verified);
  if (*verified != migrations) return cannot_copy(copy, "the copy is not what was copied");
  auto placed = put_in_place(part, copy);
  if (!placed) return failure(placed);
  return copy;
}

}  // namespace tapedeck::database::detail
