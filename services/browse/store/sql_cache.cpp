#include "browse/store/sql_cache.hpp"

#include "base/encoding.hpp"
#include "base/uuid.hpp"
#include "identity/digest.hpp"

#include <boost/describe.hpp>

#include <limits>
#include <utility>

// Plain functions over one connection: they block, so they run on the database's pool.

namespace tapedeck::browse {
namespace {

using database::Connection;

/// The column takes 512 characters; a longer key is its beginning and its digest.
constexpr std::size_t longest_key = 400;

std::string stored_key(std::string key) {
  if (key.size() <= longest_key) return key;
  const auto digest = to_hex(identity::sha256(key));
  key.resize(longest_key - digest.size() - 1);
  // The cut may go through a letter, and text in a database is UTF-8.
  while (!key.empty() && static_cast<unsigned char>(key.back()) >= 0x80)
    key.pop_back();
  return key + " " + digest;
}

struct Row {
  std::string body;
  CacheType type = CacheType::search;
  Instant made{};
};
BOOST_DESCRIBE_STRUCT(Row, (), (body, type, made))

struct KeptRow {
  std::string id;
  std::int64_t bytes = 0;
};
BOOST_DESCRIBE_STRUCT(KeptRow, (), (id, bytes))

struct HoldingRow {
  CacheType type = CacheType::search;
  std::int64_t entries = 0;
  std::int64_t bytes = 0;
};
BOOST_DESCRIBE_STRUCT(HoldingRow, (), (type, entries, bytes))

Result<AnswerPtr> find_answer(Connection& db, const std::string& key) {
  auto row = db.one<Row>({"browse.find_answer",
                          "select cache_data, cache_type, created_at from cache_entries "
                          "where cache_key = :key"},
                         key);
  if (!row) return failure(row);
  if (!*row) return AnswerPtr();
  auto& found = **row;
  return make_answer(found.type, std::move(found.body), found.made);
}

Result<void> make_room(Connection& db, std::int64_t most) {
  auto sum = db.value<std::int64_t>(
      {"browse.sum_answers", "select cast(coalesce(sum(bytes), 0) as bigint) from cache_entries"});
  if (!sum) return failure(sum);
  // A tenth more than is needed, so that not every answer has to make room.
  const auto goal = *sum <= most ? *sum : most - most / 10;
  while (*sum > goal) {
    auto oldest = db.all<KeptRow>({"browse.oldest_answers",
                                   "select id, bytes from cache_entries "
                                   "order by created_at, bytes limit 100"});
    if (!oldest) return failure(oldest);
    if (oldest->empty()) return {};
    for (const auto& row : *oldest) {
      if (*sum <= goal) break;
      auto gone =
          db.run({"browse.drop_answer", "delete from cache_entries where id = :id"}, row.id);
      if (!gone) return failure(gone);
      *sum -= row.bytes;
    }
  }
  return {};
}

Result<void> keep_answer(Connection& db, const std::string& key, const AnswerPtr& answer,
                         Instant expires, std::int64_t most_bytes) {
  const auto bytes = static_cast<std::int64_t>(answer->body.size());
  auto kept = db.run({"browse.keep_answer",
                      "insert into cache_entries "
                      "(id, cache_key, cache_data, cache_type, expires_at, created_at, bytes) "
                      "values (:id, :key, :data, :type, :expires, :made, :bytes) "
                      "on conflict (cache_key) do update set cache_data = excluded.cache_data, "
                      "cache_type = excluded.cache_type, expires_at = excluded.expires_at, "
                      "created_at = excluded.created_at, bytes = excluded.bytes"},
                     Uuid::make(), key, answer->body, answer->type, expires, answer->made, bytes);
  if (!kept) return failure(kept);
  return make_room(db, most_bytes);
}

Result<void> forget_answer(Connection& db, const std::string& key) {
  auto gone =
      db.run({"browse.forget_answer", "delete from cache_entries where cache_key = :key"}, key);
  if (!gone) return failure(gone);
  return {};
}

Result<std::vector<Holding>> read_holdings(Connection& db) {
  auto rows = db.all<HoldingRow>(
      {"browse.holdings",
       "select cache_type, count(*), cast(coalesce(sum(bytes), 0) as bigint) from cache_entries "
       "group by cache_type"});
  if (!rows) return failure(rows);
  std::vector<Holding> holdings;
  for (const auto& row : *rows) {
    holdings.push_back(
        {row.type, static_cast<std::uint64_t>(row.entries), static_cast<std::uint64_t>(row.bytes)});
  }
  return holdings;
}

Result<std::uint64_t> clear_answers(Connection& db, const Clearing& what) {
  const Instant before = what.made_before.value_or(Instant::max());
  auto gone = what.type
                  ? db.run({"browse.clear_type",
                            "delete from cache_entries where cache_type = :type "
                            "and created_at < :before"},
                           *what.type, before)
                  : db.run({"browse.clear", "delete from cache_entries where created_at < :before"},
                           before);
  if (!gone) return failure(gone);
  return static_cast<std::uint64_t>(*gone);
}

}  // namespace

Task<Result<AnswerPtr>> SqlCache::find(std::string key) {
  co_return co_await pool_.read(&find_answer, stored_key(std::move(key)));
}

Task<Result<void>> SqlCache::keep(std::string key, AnswerPtr answer) {
  const auto most = static_cast<std::int64_t>(most_bytes_);
  const Instant expires = answer->made + policy_.lifetime_of(answer->type).fresh;
  co_return co_await pool_.write(&keep_answer, stored_key(std::move(key)), std::move(answer),
                                 expires, most);
}

Task<Result<void>> SqlCache::forget(std::string key) {
  co_return co_await pool_.write(&forget_answer, stored_key(std::move(key)));
}

Task<Result<std::vector<Holding>>> SqlCache::holdings() {
  co_return co_await pool_.read(&read_holdings);
}

Task<Result<std::uint64_t>> SqlCache::clear(Clearing what) {
  co_return co_await pool_.write(&clear_answers, what);
}

}  // namespace tapedeck::browse
