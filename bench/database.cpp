// What the database library costs beside the engine's own interface, and whether many may write.
//
// Prints one line of JSON a figure; the exit status is 0 when all of them hold.

#include "async/await.hpp"
#include "async/loop.hpp"
#include "base/ensure.hpp"
#include "database/connection.hpp"
#include "database/pool.hpp"
#include "database/transaction.hpp"
#include "figure.hpp"
#include "folder.hpp"
#include "raw_sqlite.hpp"

#include <time.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <random>
#include <string>
#include <thread>
#include <vector>

namespace tapedeck::bench {
BOOST_DESCRIBE_STRUCT(Song, (), (artist, title, bytes))
}

namespace {

using namespace tapedeck;
using bench::Folder;
using bench::Song;
using database::Connection;

constexpr int songs = 100'000;
constexpr int reads_a_round = 20'000;
constexpr int rounds = 21;

/// The time this thread has worked, in microseconds: neighbours on the machine do not count.
double worked() {
  timespec t{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return static_cast<double>(t.tv_sec) * 1e6 + static_cast<double>(t.tv_nsec) * 1e-3;
}

double median(std::vector<double> values) {
  std::ranges::sort(values);
  return values[values.size() / 2];
}

std::unique_ptr<Connection> open(const std::filesystem::path& file, bool read_only = false) {
  static database::NoStatementObserver nobody;
  auto db = Connection::open(*database::Url::of_file(file), {.read_only = read_only}, nobody);
  ensure(db.has_value(), "the bench's database must open");
  return *std::move(db);
}

Result<void> fill(Connection& db) {
  auto made = db.run({"bench.make_songs",
                      "create table songs (id integer primary key, artist text not null, "
                      "title text not null, date text, bytes bigint)"});
  if (!made) return failure(made);
  for (int i = 1; i <= songs; ++i) {
    auto added = db.run(
        {"bench.add_song", "insert into songs values (:id, :artist, :title, '1977-05-08', :bytes)"},
        i, "Artist " + std::to_string(i % 500), "Live at venue " + std::to_string(i),
        i * std::int64_t{1000});
    if (!added) return failure(added);
  }
  return {};
}

Song read(Connection& db, std::int64_t key) {
  auto song = db.one<Song>(
      {"bench.read_song", "select artist, title, bytes from songs where id = :id"}, key);
  ensure(song && *song, "the bench's row must be there");
  return **std::move(song);
}

/// Microseconds a read, by `one_read(key)`.
template <class Read>
double round_of(Read one_read, unsigned seed) {
  std::minstd_rand random(seed);
  std::int64_t sum = 0;
  const double begin = worked();
  for (int i = 0; i < reads_a_round; ++i) {
    const auto song = one_read(static_cast<std::int64_t>(random() % songs) + 1);
    sum += song.bytes + static_cast<std::int64_t>(song.artist.size() + song.title.size());
  }
  const double each = (worked() - begin) / reads_a_round;
  ensure(sum > 0, "the bench must have read something");
  return each;
}

bool prepared_read(const std::filesystem::path& file) {
  const auto db = open(file, true);
  bench::RawSqlite raw(file);
  std::vector<double> theirs;
  std::vector<double> ratios;
  for (unsigned i = 0; i < rounds; ++i) {
    theirs.push_back(round_of([&](auto key) { return raw.read(key); }, i + 1));
    const double ours = round_of([&](auto key) { return read(*db, key); }, i + 1);
    ratios.push_back(ours / theirs.back());
  }
  return bench::print({.bench = "database",
                       .figure = "prepared read beside raw sqlite3 (us)",
                       .value = median(ratios),
                       .unit = "x",
                       .beside = median(theirs),
                       .bar = 1.2});
}

Result<void> count_one(Connection& db) {
  auto n = db.value<std::int64_t>({"bench.read_counter", "select n from counter where id = 1"});
  if (!n) return failure(n);
  auto written = db.run({"bench.write_counter", "update counter set n = :n where id = 1"}, *n + 1);
  if (!written) return failure(written);
  return {};
}

bool read_then_write(const std::filesystem::path& file) {
  constexpr int threads = 8;
  constexpr int each = 100;
  auto db = open(file);
  ensure(db->run({"bench.make_counter", "create table counter (id integer primary key, n integer)"})
             .has_value(),
         "the bench's table must be made");
  ensure(db->run({"bench.set_counter", "insert into counter values (1, 0)"}).has_value(),
         "the bench's row must be made");
  std::atomic<int> refused{0};
  {
    std::vector<std::jthread> writers;
    for (int t = 0; t < threads; ++t) {
      writers.emplace_back([&] {
        const auto mine = open(file);
        for (int i = 0; i < each; ++i)
          refused += database::write(*mine, count_one) ? 0 : 1;
      });
    }
  }
  const auto n = db->value<std::int64_t>({"bench.count", "select n from counter where id = 1"});
  ensure(n.has_value(), "the bench's row must be there");
  const bool none = bench::print({.bench = "database",
                                  .figure = "locked errors of 800 transactions that read and write",
                                  .value = static_cast<double>(refused.load()),
                                  .unit = "errors",
                                  .bar = 0});
  return bench::print({.bench = "database",
                       .figure = "counted by 8 threads",
                       .value = static_cast<double>(*n),
                       .unit = "of 800",
                       .sense = bench::Bar::at_least,
                       .bar = threads * each}) &&
         none;
}

/// The memory of this process that belongs to no file, in KiB.
double anonymous_memory() {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with("RssAnon:")) return std::stod(line.substr(8));
  }
  return 0;
}

/// Asks `pool` to read and to write, so that it has opened what it will keep.
void use(database::Pool& pool, async::Executor on) {
  ensure(async::await(on, pool.check()).has_value(), "the bench's pool must read");
  ensure(async::await(on, pool.tidy()).has_value(), "the bench's pool must write");
}

/// What four services keep when nothing is asked of them.
bool four_idle_pools(const std::filesystem::path& file) {
  database::NoStatementObserver nobody;
  async::LoopThread loop("home");
  const auto url = *database::Url::of_file(file);
  open(file);  // what the first connection of a process brings along is not the pools'
  const double before = anonymous_memory();
  std::array<std::unique_ptr<database::Pool>, 4> pools;
  for (auto& pool : pools) {
    pool = std::make_unique<database::Pool>(database::Settings{.url = url}, nobody);
    use(*pool, loop.executor());
  }
  return bench::print({.bench = "database",
                       .figure = "memory of four idle pools",
                       .value = anonymous_memory() - before,
                       .unit = "KiB",
                       .bar = 4096});
}

}  // namespace

int main() {
  const Folder folder;
  const auto file = folder.path / "songs.db";
  ensure(database::write(*open(file), fill).has_value(), "the bench's table must be filled");
  const bool small = four_idle_pools(file);
  const bool quick = prepared_read(file);
  const bool open_to_all = read_then_write(file);
  return small && quick && open_to_all ? 0 : 1;
}
