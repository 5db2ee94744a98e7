#include "aggregation/store/sql_concerts.hpp"

#include "aggregation/core/night.hpp"
#include "aggregation/store/nights.hpp"
#include "json/decode.hpp"
#include "music/artist_name.hpp"
#include "music/words.hpp"
#include "telemetry/log.hpp"

#include <boost/describe.hpp>

#include <algorithm>
#include <iterator>
#include <string_view>
#include <utility>

// Plain functions over one connection: they block, so they run on the database's pool.

namespace tapedeck::aggregation {
namespace {

using database::Connection;

/// Nights of one transaction: others may write between two of them, and a hundred take about as
/// long as a listener's click.
constexpr std::size_t most_at_once = 500;

constexpr telemetry::Log concerts_log{"aggregation"};

struct HeadRow {
  std::string artist_key;
  music::ConcertDate date;
  std::optional<Instant> looked_at;
  Instant updated_at{};
};
BOOST_DESCRIBE_STRUCT(HeadRow, (), (artist_key, date, looked_at, updated_at))

struct FoundRow {
  ConcertId id;
  std::string artist_key;
  music::ConcertDate date;
  std::uint32_t recordings = 0;
  std::string added;
  Instant seen{};
  std::string words;
};
BOOST_DESCRIBE_STRUCT(FoundRow, (), (id, artist_key, date, recordings, added, seen, words))

Result<void> write_look(Connection& db, const std::string& artist_key,
                        const music::ConcertDate& date, Instant now) {
  auto noted = db.run({"aggregation.note_look",
                       "update aggregated_concerts set looked_at = :now "
                       "where artist_key = :artist and date = :date"},
                      now, artist_key, date);
  if (!noted) return failure(noted);
  return {};
}

Result<std::vector<messages::ConcertSummary>> read_summaries(Connection& db,
                                                             const std::vector<ConcertId>& ids) {
  auto one_state = database::ReadTransaction::begin(db);
  if (!one_state) return failure(one_state);
  std::vector<messages::ConcertSummary> lines;
  for (const auto& id : ids) {
    auto text = db.one<std::string>(
        {"aggregation.summary", "select metadata from aggregated_concerts where id = :id"}, id);
    if (!text) return failure(text);
    if (!*text) continue;  // grouped anew since the list was made
    auto line = json::decode<messages::ConcertSummary>(**text);
    if (!line) {
      concerts_log.warning("a kept concert cannot be read",
                           {{"id", id.text()}, {"reason", line.error().message}});
      continue;
    }
    lines.push_back(std::move(*line));
  }
  return lines;
}

Result<std::optional<HeadRow>> read_head(Connection& db, const ConcertId& id) {
  return db.one<HeadRow>({"aggregation.concert",
                          "select artist_key, date, looked_at, updated_at "
                          "from aggregated_concerts where id = :id"},
                         id);
}

Result<std::optional<KeptConcert>> read_concert(Connection& db, const ConcertId& id) {
  auto one_state = database::ReadTransaction::begin(db);
  if (!one_state) return failure(one_state);
  auto head = read_head(db, id);
  if (!head) return failure(head);
  if (!*head) return std::optional<KeptConcert>();
  auto recordings = recordings_of(db, {(*head)->artist_key, (*head)->date});
  if (!recordings) return failure(recordings);
  auto details = details_of(judged_night(std::move(*recordings)), id);
  if (!details) return std::optional<KeptConcert>();
  return KeptConcert{std::move(*details), std::move((*head)->artist_key), (*head)->looked_at,
                     (*head)->updated_at};
}

Result<std::vector<Recording>> read_recordings(Connection& db, const ConcertId& id) {
  auto one_state = database::ReadTransaction::begin(db);
  if (!one_state) return failure(one_state);
  auto head = read_head(db, id);
  if (!head) return failure(head);
  std::vector<Recording> wanted;
  if (!*head) return wanted;
  auto all = recordings_of(db, {(*head)->artist_key, (*head)->date});
  if (!all) return failure(all);
  auto names = db.all<ItemIdentifier>({"aggregation.items_of_concert",
                                       "select archive_identifier from concert_recordings "
                                       "where concert_id = :id order by position"},
                                      id);
  if (!names) return failure(names);
  for (const auto& name : *names) {
    const auto found = std::ranges::find_if(
        *all, [&](const Recording& recording) { return recording.found.identifier == name; });
    if (found != all->end()) wanted.push_back(std::move(*found));
  }
  return wanted;
}

/// A pattern for `like`: what holds a folded text, which has none of its signs but in names that
/// are nothing else.
std::string pattern_of(const std::string& folded) {
  return folded.empty() ? "%" : '%' + folded + '%';
}

bool holds_all(std::string_view words, const std::vector<std::string>& wanted) {
  return std::ranges::all_of(
      wanted, [&](const std::string& word) { return words.find(word) != words.npos; });
}

Result<std::vector<Listed>> read_found(Connection& db, const ConcertQuery& query,
                                       std::uint32_t most) {
  // More than are wanted where not all will hold every word; a bound on what is read at once.
  constexpr std::uint32_t most_with_words = 20'000;
  const auto words = music::words_of(query.q + ' ' + query.venue);
  const auto most_read = words.empty() ? most : most_with_words;
  const auto from = query.from ? query.from->first_day().text() : std::string();
  // Text order puts XX behind every day of its month, where an end with XX takes it in.
  const auto to = query.to ? query.to->text() : std::string("9999");
  std::vector<Listed> found;
  const auto take = [&](FoundRow row) {
    if (found.size() == most || !holds_all(row.words, words)) return;
    found.push_back({row.id, std::move(row.artist_key), row.date, row.recordings,
                     std::move(row.added), row.seen});
  };
  auto read = db.each<FoundRow>({"aggregation.find_concerts",
                                 "select id, artist_key, date, recordings_count, added, "
                                 "updated_at, words from aggregated_concerts "
                                 "where artist_key like :artist and words like :word "
                                 "and date >= :from and date <= :to "
                                 "order by date desc, id limit :most"},
                                take, pattern_of(music::fold_artist(query.artist)),
                                pattern_of(words.empty() ? std::string() : words.front()), from, to,
                                most_read);
  if (!read) return failure(read);
  return found;
}

}  // namespace

Task<Result<std::vector<Listed>>> SqlConcerts::take(std::vector<Recording> found, Instant now) {
  // Nights stay together, since a night is grouped as a whole.
  std::ranges::sort(found, [](const Recording& one, const Recording& other) {
    return std::tie(one.artist_key, one.date.date) < std::tie(other.artist_key, other.date.date);
  });
  std::vector<Listed> listed;
  for (auto at = found.begin(); at != found.end();) {
    auto end = at + std::min(std::ptrdiff_t{most_at_once}, found.end() - at);
    while (end != found.end() && end->artist_key == std::prev(end)->artist_key &&
           end->date.date == std::prev(end)->date.date) {
      ++end;
    }
    std::vector<Recording> some(std::make_move_iterator(at), std::make_move_iterator(end));
    auto taken = co_await database_.write(&take_recordings, std::move(some), now);
    if (!taken) co_return failure(taken);
    std::ranges::move(*taken, std::back_inserter(listed));
    at = end;
  }
  co_return listed;
}

Task<Result<void>> SqlConcerts::note_look(std::string artist_key, music::ConcertDate date,
                                          Instant now) {
  co_return co_await database_.write(&write_look, std::move(artist_key), date, now);
}

Task<Result<std::vector<messages::ConcertSummary>>> SqlConcerts::summaries(
    std::vector<ConcertId> ids) {
  co_return co_await database_.read(&read_summaries, std::move(ids));
}

Task<Result<std::optional<KeptConcert>>> SqlConcerts::concert(ConcertId id) {
  co_return co_await database_.read(&read_concert, id);
}

Task<Result<std::vector<Recording>>> SqlConcerts::recordings(ConcertId id) {
  co_return co_await database_.read(&read_recordings, id);
}

Task<Result<std::vector<Listed>>> SqlConcerts::find(ConcertQuery query, std::uint32_t most) {
  co_return co_await database_.read(&read_found, std::move(query), most);
}

}  // namespace tapedeck::aggregation
