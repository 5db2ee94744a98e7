#include "database/session.hpp"
#include "database/vendor_error.hpp"

#include <soci/postgresql/soci-postgresql.h>
#include <soci/sqlite3/soci-sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>
#include <thread>

namespace tapedeck::database::detail {
namespace {

using namespace std::chrono_literals;
using std::chrono::steady_clock;

// Small, since four pools hold a dozen connections and the program is to stay under 40 MB: mapped
// pages belong to the file and not to us, so most reading costs no memory of ours.
constexpr auto cache_kib = "1024";
constexpr auto mapped_bytes = "67108864";
// Once a long reader has ended, the next commit cuts the write-ahead log back to this.
constexpr auto log_bytes = "8388608";
constexpr int steps_between_looks = 20'000;  // of SQLite's machine; a few milliseconds at most

/// SQLite calls this while another holds the lock; 0 gives up. Its own handler waits up to 100 ms
/// at a time, by which a short write of another service becomes a long one of ours.
int wait_for_lock(void* data, int times) {
  auto& session = *static_cast<Session*>(data);
  const auto now = steady_clock::now();
  if (times == 0) session.lock_wait_ends = now + session.settings.lock_limit;
  if (now >= session.lock_wait_ends) return 0;
  std::this_thread::sleep_for(std::min(1ms * (times + 1), 8ms));
  return 1;
}

/// SQLite calls this every so often; anything but 0 interrupts the statement.
int look_at_clock(void* data) {
  return steady_clock::now() >= static_cast<Session*>(data)->statement_ends ? 1 : 0;
}

/// Makes the file, for nobody but us: it will hold the hashes of passwords.
///
/// Without opening it: closing any descriptor of a file takes away every lock that this process has
/// on it (fcntl(2)), SQLite's too, and then another process may take the database for one that
/// nobody uses, and remove the write-ahead log under us (sqlite.org/howtocorrupt.html, 2.2).
Result<void> make_file(const std::filesystem::path& file) {
  std::error_code error;
  if (file.has_parent_path()) std::filesystem::create_directories(file.parent_path(), error);
  if (!error) {
    const bool there =
        ::mknod(file.c_str(), S_IFREG | S_IRUSR | S_IWUSR, 0) == 0 || errno == EEXIST;
    if (there && ::access(file.c_str(), R_OK | W_OK) == 0) return {};
    error = std::error_code(errno, std::generic_category());
  }
  return fail(Errc::storage,
              "The database file " + file.string() +
                  " cannot be written; make its folder writable for Tapedeck, or name another by "
                  "DATABASE_URL.",
              error.message());
}

void pragma(soci::session& session, const std::string& words) { session << "pragma " + words; }

/// Turns the write-ahead log on; several processes may try at the same moment, and SQLite does not
/// wait for one another here.
bool keep_log(soci::session& session, std::chrono::milliseconds limit) {
  const auto ends = steady_clock::now() + limit;
  for (;;) {
    try {
      std::string mode;
      session << "pragma journal_mode=wal", soci::into(mode);
      return mode == "wal";
    } catch (const soci::soci_error& thrown) {
      if (explain(thrown, "").error.code != Errc::unavailable || steady_clock::now() >= ends) throw;
      std::this_thread::sleep_for(5ms);
    }
  }
}

/// Text is read as the bytes that lie there (prepared_sqlite.cpp).
bool keeps_utf8(soci::session& session) {
  std::string encoding;
  session << "pragma encoding", soci::into(encoding);
  return encoding == "UTF-8";
}

/// A connection is used by one thread at a time, so SQLite need not lock itself at each call; a
/// read makes a dozen. The setting is the process's and is taken before the first connection only.
void spare_locks() {
  static const int spared = sqlite_api::sqlite3_config(SQLITE_CONFIG_MULTITHREAD);
  static_cast<void>(spared);  // when somebody opened SQLite before us, it goes on locking
}

Result<void> open_sqlite(Session& session, const Url& url) {
  spare_locks();
  auto made = make_file(url.file());
  if (!made) return made;
  // A full path, so that no name is taken for a URI or for SOCI's own options.
  const auto path = std::filesystem::absolute(url.file()).lexically_normal().string();
  session.soci.open(soci::sqlite3, "db=\"" + path + "\"");

  auto* raw = dynamic_cast<soci::sqlite3_session_backend&>(*session.soci.get_backend()).conn_;
  sqlite_api::sqlite3_extended_result_codes(raw, 1);
  sqlite_api::sqlite3_busy_handler(raw, &wait_for_lock, &session);
  session.statement_ends = steady_clock::now() + session.settings.statement_limit;
  sqlite_api::sqlite3_progress_handler(raw, steps_between_looks, &look_at_clock, &session);
  sqlite_api::sqlite3_limit(raw, SQLITE_LIMIT_LENGTH, int{2 * Connection::max_text_bytes});

  if (!keep_log(session.soci, session.settings.lock_limit)) {
    return fail(Errc::storage,
                "The database file " + url.file().string() +
                    " lies where SQLite cannot keep its log; put it on a local disk.");
  }
  if (!keeps_utf8(session.soci)) {
    return fail(Errc::storage, "The database file " + url.file().string() +
                                   " keeps its text as UTF-16, so it is none of Tapedeck's; name "
                                   "another by DATABASE_URL.");
  }
  const bool full = session.settings.durability == Durability::full;
  pragma(session.soci, full ? "synchronous=full" : "synchronous=normal");
  pragma(session.soci, "foreign_keys=on");
  pragma(session.soci, "trusted_schema=off");
  pragma(session.soci, std::string("cache_size=-") + cache_kib);
  pragma(session.soci, std::string("mmap_size=") + mapped_bytes);
  pragma(session.soci, std::string("journal_size_limit=") + log_bytes);
  pragma(session.soci, "analysis_limit=400");  // rows an index; else `optimize` may read them all
  if (session.settings.read_only) pragma(session.soci, "query_only=on");
  return {};
}

void say_nothing(void*, const char*) {}

void set(soci::session& session, const char* name, std::chrono::milliseconds limit) {
  session << "set " + std::string(name) + " = " + std::to_string(limit.count());
}

Result<void> open_postgresql(Session& session, const Url& url) {
  // A server that has gone is noticed within a quarter of a minute, also by a waiting read.
  const std::string limits =
      "application_name=tapedeck&client_encoding=UTF8&connect_timeout=5&keepalives_idle=10"
      "&keepalives_interval=3&keepalives_count=2&tcp_user_timeout=15000";
  session.soci.open(soci::postgresql,
                    url.secret() + (url.secret().contains('?') ? '&' : '?') + limits);

  auto* raw = dynamic_cast<soci::postgresql_session_backend&>(*session.soci.get_backend()).conn_;
  PQsetNoticeProcessor(raw, &say_nothing, nullptr);  // else "already exists" goes to standard error
  PQsetErrorVerbosity(raw, PQERRORS_TERSE);          // else errors repeat the values of the row
  set(session.soci, "statement_timeout", session.settings.statement_limit);
  set(session.soci, "lock_timeout", session.settings.lock_limit);
  set(session.soci, "idle_in_transaction_session_timeout", 60s);
  if (session.settings.read_only) session.soci << "set default_transaction_read_only = on";
  return {};
}

std::unexpected<Error> cannot_open(const Url& url, const soci::soci_error& thrown) {
  auto error = explain(thrown, "open").error;
  if (url.dialect() == Dialect::postgresql) {
    // Before the session stands, libpq gives words and no code.
    error.code = Errc::unavailable;
    error.retry_after = 5s;
    error.message = "The database " + url.shown() +
                    " does not answer or does not let Tapedeck in; check that the server runs and "
                    "that DATABASE_URL names it with the right user and password.";
  }
  return std::unexpected(std::move(error));
}

}  // namespace

Result<std::unique_ptr<Session>> open_session(const Url& url, ConnectionSettings settings,
                                              StatementObserver& observer) {
  auto session = std::make_unique<Session>(url, settings, observer);
  try {
    auto opened = url.dialect() == Dialect::sqlite ? open_sqlite(*session, url)
                                                   : open_postgresql(*session, url);
    if (!opened) return failure(opened);
  } catch (const soci::soci_error& thrown) {
    return cannot_open(url, thrown);
  }
  return session;
}

}  // namespace tapedeck::database::detail
