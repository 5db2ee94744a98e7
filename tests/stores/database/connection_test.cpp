#include "database/connection.hpp"

#include "base/item_identifier.hpp"
#include "base/uuid.hpp"
#include "support/databases.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <limits>
#include <map>

using namespace tapedeck;
using database::Connection;
using database::Dialect;

namespace {

enum class Status : std::uint8_t { pending, completed };
BOOST_DESCRIBE_ENUM(Status, pending, completed)

struct Download {
  JobId id;
  std::optional<UserId> owner;
  ItemIdentifier item;
  Status status;
  std::uint64_t bytes;
  double progress;
  bool verified;
  Instant started;
  std::optional<std::string> error;

  friend bool operator==(const Download&, const Download&) = default;
};
BOOST_DESCRIBE_STRUCT(Download, (),
                      (id, owner, item, status, bytes, progress, verified, started, error))

void make_downloads(Connection& db) {
  REQUIRE(db.run({"test.make_downloads",
                  "create table downloads (id varchar(36) primary key, owner varchar(36), "
                  "item text not null unique, status text not null, bytes bigint not null, "
                  "progress double precision not null, verified integer not null, "
                  "started bigint not null, error text)"}));
}

Result<std::int64_t> add(Connection& db, const Download& d) {
  return db.run({"test.add_download",
                 "insert into downloads (id, owner, item, status, bytes, progress, verified, "
                 "started, error) values (:id, :owner, :item, :status, :bytes, :progress, "
                 ":verified, :started, :error)"},
                d.id, d.owner, d.item, d.status, d.bytes, d.progress, d.verified, d.started,
                d.error);
}

Result<std::optional<Download>> find(Connection& db, const JobId& id) {
  return db.one<Download>(
      {"test.find_download",
       "select id, owner, item, status, bytes, progress, verified, started, error "
       "from downloads where id = :id"},
      id);
}

/// The one row a statement must have found.
template <class Row>
Row only(Result<std::optional<Row>> found) {
  REQUIRE(found);
  REQUIRE(*found);
  return **std::move(found);
}

Download some_download(std::string_view item) {
  return {.id = JobId::make(),
          .owner = UserId::make(),
          .item = *ItemIdentifier::parse(item),
          .status = Status::completed,
          .bytes = 9'007'199'254'740'993,  // one more than a double can tell apart
          .progress = 0.1,
          .verified = true,
          .started = *parse_instant("1977-05-08T20:15:00.250Z"),
          .error = std::nullopt};
}

class Listener final : public database::StatementObserver {
 public:
  void ran(std::string_view statement, std::chrono::nanoseconds took,
           std::optional<Errc> failed) noexcept override {
    names.emplace_back(statement);
    positive = positive && took.count() > 0;
    last_error = failed;
  }

  std::vector<std::string> names;
  bool positive = true;
  std::optional<Errc> last_error;
};

}  // namespace

STORE_TEST_CASE("what is stored comes back as it was") {
  auto db = database.connect();
  make_downloads(*db);
  const auto plain = some_download("gd1977-05-08.sbd.hicks");
  auto bare = some_download("gd1977-05-09.sbd.hicks");
  bare.owner = std::nullopt;
  bare.status = Status::pending;
  bare.bytes = 0;
  bare.progress = -1.5e300;
  bare.verified = false;
  bare.started = Instant{};
  bare.error = "Café del Mar: 'quoted', \"twice\", \\ : ? $1 \n\t🎸";

  CHECK(add(*db, plain) == 1);
  CHECK(add(*db, bare) == 1);
  CHECK((only(find(*db, plain.id)) == plain));
  CHECK((only(find(*db, bare.id)) == bare));
}

STORE_TEST_CASE("what is not there is nothing, and no error") {
  auto db = database.connect();
  make_downloads(*db);
  const auto found = find(*db, JobId::make());
  REQUIRE(found);
  CHECK_FALSE(*found);
}

STORE_TEST_CASE("rows come as single values, as tuples, and one at a time") {
  auto db = database.connect();
  make_downloads(*db);
  for (const auto* item : {"phish1997-11-17", "gd1977-05-08", "moe2001-02-02"})
    REQUIRE(add(*db, some_download(item)));

  CHECK(db->value<std::int64_t>({"test.count", "select count(*) from downloads"}) == 3);
  CHECK(db->all<std::string>({"test.items", "select item from downloads order by item"}) ==
        std::vector<std::string>{"gd1977-05-08", "moe2001-02-02", "phish1997-11-17"});
  const auto [item, progress] = only(db->one<std::string, double>(
      {"test.item_and_progress", "select item, progress from downloads where item = :item"},
      "moe2001-02-02"));
  CHECK(item == "moe2001-02-02");
  CHECK(progress == 0.1);

  std::map<std::string, bool> seen;
  CHECK(db->each<std::string, bool>(
      {"test.verified_since", "select item, verified from downloads where item > :item"},
      [&](std::tuple<std::string, bool> row) { seen[std::get<0>(row)] = std::get<1>(row); }, "h"));
  CHECK(seen == std::map<std::string, bool>{{"moe2001-02-02", true}, {"phish1997-11-17", true}});
}

STORE_TEST_CASE("a parameter that stands twice in a statement is given once") {
  auto db = database.connect();
  make_downloads(*db);
  REQUIRE(add(*db, some_download("gd1977-05-08")));
  CHECK(db->value<std::int64_t>({"test.count_word",
                                 "select count(*) from downloads "
                                 "where item = :word or status = :word or error = :other"},
                                "completed", std::nullopt) == 1);
}

STORE_TEST_CASE("a change says how many rows it changed") {
  auto db = database.connect();
  make_downloads(*db);
  for (const auto* item : {"gd1977-05-08", "gd1977-05-09"})
    REQUIRE(add(*db, some_download(item)));
  constexpr database::Sql forget("test.forget", "delete from downloads where item = :item");
  CHECK(db->run(forget, "gd1977-05-08") == 1);
  CHECK(db->run(forget, "gd1977-05-08") == 0);
}

STORE_TEST_CASE("an insertion can give back what the database made of it") {
  auto db = database.connect();
  make_downloads(*db);
  REQUIRE(add(*db, some_download("gd1977-05-08")));
  CHECK(only(db->one<std::string>(
            {"test.upsert",
             "insert into downloads (id, item, status, bytes, progress, verified, "
             "started) values (:id, :item, 'pending', 0, 0, 0, 0) "
             "on conflict (item) do update set status = excluded.status "
             "returning status"},
            JobId::make(), "gd1977-05-08")) == "pending");
}

STORE_TEST_CASE("a taken name is a conflict, and the detail does not repeat it") {
  auto db = database.connect();
  make_downloads(*db);
  REQUIRE(add(*db, some_download("gd1977-05-08")));
  const auto second = add(*db, some_download("gd1977-05-08"));
  REQUIRE_FALSE(second);
  CHECK(second.error().code == Errc::conflict);
  CHECK(second.error().detail.contains("test.add_download"));
  CHECK_FALSE(second.error().detail.contains("gd1977-05-08"));
  CHECK(add(*db, some_download("gd1977-05-09")));  // the connection goes on
}

STORE_TEST_CASE("a row must belong to one that is there") {
  auto db = database.connect();
  REQUIRE(db->run({"test.make_users", "create table users (id varchar(36) primary key)"}));
  REQUIRE(db->run({"test.make_sessions",
                   "create table sessions (id varchar(36) primary key, "
                   "user_id varchar(36) not null references users (id))"}));
  const auto orphan = db->run({"test.add_session", "insert into sessions values (:id, :user_id)"},
                              SessionId::make(), UserId::make());
  REQUIRE_FALSE(orphan);
  CHECK(orphan.error().code == Errc::conflict);
}

STORE_TEST_CASE("what no column can hold is refused before the engine sees it") {
  auto db = database.connect();
  constexpr auto nan = std::numeric_limits<double>::quiet_NaN();
  constexpr database::Sql number("test.number", "select cast(:value as double precision)");
  constexpr database::Sql text("test.text", "select cast(:value as text)");
  const std::string not_utf8 = "Caf\xe9";
  using namespace std::string_literals;
  CHECK(db->one<double>(number, nan).error().code == Errc::invalid);
  CHECK(db->one<double>(number, std::numeric_limits<std::uint64_t>::max()).error().code ==
        Errc::invalid);
  CHECK(db->one<std::string>(text, not_utf8).error().code == Errc::invalid);
  CHECK(db->one<std::string>(text, "cut\0here"s).error().code == Errc::invalid);
  CHECK(db->one<std::string>(text, std::string(Connection::max_text_bytes + 1, 'x')).error().code ==
        Errc::invalid);
  CHECK(only(db->one<std::string>(text, std::string(100'000, 'x'))).size() == 100'000);
}

STORE_TEST_CASE("a row that no Tapedeck wrote is an error that names its column") {
  auto db = database.connect();
  make_downloads(*db);
  auto download = some_download("gd1977-05-08");
  REQUIRE(add(*db, download));
  REQUIRE(db->run({"test.spoil", "update downloads set status = 'lost'"}));
  const auto found = find(*db, download.id);
  REQUIRE_FALSE(found);
  CHECK(found.error().code == Errc::storage);
  CHECK(found.error().detail == "test.find_download: column 4 holds no such value");
}

STORE_TEST_CASE("a null where none may be is an error") {
  auto db = database.connect();
  const auto read = db->one<std::string>({"test.null", "select cast(null as text)"});
  REQUIRE_FALSE(read);
  CHECK(read.error().code == Errc::storage);
}

STORE_TEST_CASE("a statement that gives other rows than it promises is a bug that is told") {
  auto db = database.connect();
  const auto many = db->one<std::int64_t>({"test.many", "select 1 union all select 2"});
  const auto none = db->value<std::int64_t>({"test.none", "select 1 where 1 = 0"});
  const auto wide = db->one<std::int64_t>({"test.wide", "select 1, 2"});
  for (const auto& code : {many.error().code, none.error().code, wide.error().code})
    CHECK(code == Errc::internal);
}

STORE_TEST_CASE("a reading connection cannot write") {
  {
    auto db = database.connect();
    make_downloads(*db);
  }
  auto db = database.connect({.read_only = true});
  const auto written = add(*db, some_download("gd1977-05-08"));
  REQUIRE_FALSE(written);
  CHECK(written.error().code == Errc::storage);
  CHECK(db->value<std::int64_t>({"test.count", "select count(*) from downloads"}) == 0);
}

STORE_TEST_CASE("a statement that runs too long is ended") {
  auto db = database.connect({.statement_limit = std::chrono::milliseconds{100}});
  const auto endless =
      db->value<std::int64_t>({"test.endless",
                               "with recursive n (i) as (select 1 union all select i + 1 from n "
                               "where i < 2000000000) select count(*) from n"});
  REQUIRE_FALSE(endless);
  CHECK(endless.error().code == Errc::timed_out);
  CHECK(db->value<std::int64_t>({"test.short", "select 1"}) == 1);
}

STORE_TEST_CASE("every statement is heard of by its name, with its time and its error") {
  Listener listener;
  auto opened = Connection::open(database.url(), {}, listener);
  REQUIRE(opened);
  auto& db = **opened;
  make_downloads(db);
  const auto download = some_download("gd1977-05-08");
  REQUIRE(add(db, download));
  CHECK_FALSE(listener.last_error);
  REQUIRE_FALSE(add(db, download));
  CHECK(listener.last_error == Errc::conflict);
  CHECK(listener.names ==
        std::vector<std::string>{"test.make_downloads", "test.add_download", "test.add_download"});
  CHECK(listener.positive);
}

STORE_TEST_CASE("a statement goes on working when the table has been changed by another") {
  auto db = database.connect();
  auto other = database.connect();
  REQUIRE(db->run({"test.make_venues", "create table venues (name text not null)"}));
  constexpr database::Sql count("test.all_of_venues", "select count(name) from venues");
  CHECK(db->value<std::int64_t>(count) == 0);
  REQUIRE(other->run({"test.widen_venues", "alter table venues add column city text"}));
  REQUIRE(other->run({"test.add_venue", "insert into venues (name) values ('Barton Hall')"}));
  CHECK(db->value<std::int64_t>(count) == 1);
}

TEST_CASE("a SQLite file is made with its folder, for nobody but us") {
  const test::ScratchFolder folder;
  const auto file = folder.path() / "my = music \"no\"" / "x.db";
  CHECK_FALSE(database::Url::of_file(file));

  const auto spaced = folder.path() / "my = own  music" / "x.db";
  const auto url = database::Url::of_file(spaced);
  REQUIRE(url);
  database::NoStatementObserver nobody;
  REQUIRE(Connection::open(*url, {}, nobody));
  CHECK(std::filesystem::is_regular_file(spaced));
  using std::filesystem::perms;
  CHECK(std::filesystem::status(spaced).permissions() == (perms::owner_read | perms::owner_write));
}

TEST_CASE("a SQLite file of UTF-16 is refused, since its bytes would be read as UTF-8") {
  const test::ScratchFolder folder;
  const auto file = folder.path() / "x.db";
  const auto url = database::Url::of_file(file);
  REQUIRE(url);
  database::NoStatementObserver nobody;
  REQUIRE(Connection::open(*url, {}, nobody));
  {
    // The encoding is a number of four bytes in the file's head: 2 is UTF-16le
    // (sqlite.org/fileformat).
    std::fstream head(file, std::ios::binary | std::ios::in | std::ios::out);
    head.seekp(56).write("\0\0\0\2", 4);
    REQUIRE(head);
  }
  const auto opened = Connection::open(*url, {}, nobody);
  REQUIRE_FALSE(opened);
  CHECK(opened.error().code == Errc::storage);
  CHECK(opened.error().message.contains("UTF-16"));
}

TEST_CASE("a folder that cannot be made is refused with what to do") {
  const test::ScratchFolder folder;
  const auto url = database::Url::of_file("/proc/tapedeck/x.db");
  REQUIRE(url);
  database::NoStatementObserver nobody;
  const auto opened = Connection::open(*url, {}, nobody);
  REQUIRE_FALSE(opened);
  CHECK(opened.error().code == Errc::storage);
  CHECK(opened.error().message.contains("make its folder writable"));
}

TEST_CASE("a server that is away is unavailable, and its password is not told") {
  const auto url = database::Url::parse("postgresql://td:sugaree@127.0.0.1:1/music");
  REQUIRE(url);
  database::NoStatementObserver nobody;
  const auto opened = Connection::open(*url, {}, nobody);
  REQUIRE_FALSE(opened);
  CHECK(opened.error().code == Errc::unavailable);
  CHECK(opened.error().retry_after);
  CHECK_FALSE((opened.error().message + opened.error().detail).contains("sugaree"));
}
