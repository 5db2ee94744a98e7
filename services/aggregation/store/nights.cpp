#include "aggregation/store/nights.hpp"

#include "aggregation/core/concert_id.hpp"
#include "aggregation/core/night.hpp"
#include "json/decode.hpp"
#include "json/encode.hpp"
#include "json/fields.hpp"
#include "telemetry/log.hpp"

#include <boost/describe.hpp>

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <type_traits>
#include <utility>

namespace tapedeck::aggregation {
namespace {

using database::Connection;

/// What is kept of a recording in its metadata: enough to group it again.
struct RecordingNote {
  messages::FoundItem found;
  std::optional<std::uint32_t> tracks;
  bool gone_dark = false;
};
BOOST_DESCRIBE_STRUCT(RecordingNote, (), (found, tracks, gone_dark))

constexpr auto json_fields(std::type_identity<RecordingNote>) {
  return json::fields("What is kept of a recording.",
                      // Notes of before it was known lack it.
                      json::field(&RecordingNote::gone_dark).otherwise(false));
}

constexpr telemetry::Log nights_log{"aggregation"};

struct NightRow {
  std::string artist_key;
  music::ConcertDate date;
};
BOOST_DESCRIBE_STRUCT(NightRow, (), (artist_key, date))

struct ConcertRow {
  ConcertId id;
  std::string metadata;
  std::optional<Instant> looked_at;
};
BOOST_DESCRIBE_STRUCT(ConcertRow, (), (id, metadata, looked_at))

std::string note_of(const Recording& recording) {
  return json::encode(RecordingNote{recording.found, recording.tracks, recording.gone_dark});
}

/// The other nights that hold a recording, since its date or artist has been mended meanwhile.
Result<std::vector<NightRow>> other_nights(Connection& db, const Recording& recording) {
  return db.all<NightRow>(
      {"aggregation.other_nights",
       "select distinct c.artist_key, c.date from concert_recordings r "
       "join aggregated_concerts c on c.id = r.concert_id "
       "where r.archive_identifier = :item and not (c.artist_key = :artist and c.date = :date)"},
      recording.found.identifier, recording.artist_key, recording.date.date);
}

Result<std::vector<ConcertRow>> concerts_of(Connection& db, const Night& night) {
  return db.all<ConcertRow>({"aggregation.concerts_of_night",
                             "select id, metadata, looked_at from aggregated_concerts "
                             "where artist_key = :artist and date = :date"},
                            night.artist_key, night.date);
}

/// Whether the tables say of a night what grouping says now.
bool is_unchanged(const std::vector<ConcertRow>& rows, const std::vector<JudgedConcert>& concerts,
                  const std::vector<Recording>& known, const std::vector<Recording>& all) {
  if (rows.size() != concerts.size() || known.size() != all.size()) return false;
  std::map<ConcertId, std::string_view> kept;
  for (const auto& row : rows)
    kept.emplace(row.id, row.metadata);
  for (const auto& each : concerts) {
    const auto row = kept.find(each.concert.id);
    if (row == kept.end() || row->second != json::encode(each.summary)) return false;
  }
  // Both are in the order of their identifiers.
  return std::ranges::equal(known, all, [](const Recording& one, const Recording& other) {
    return note_of(one) == note_of(other);
  });
}

std::uint32_t tracks_of(const JudgedConcert& each) {
  std::uint32_t sum = 0;
  for (const auto& recording : each.recordings)
    sum += recording.tracks.value_or(0);
  return sum;
}

Result<void> keep_recordings(Connection& db, const JudgedConcert& each) {
  std::map<ItemIdentifier, const Recording*> by_name;
  for (const auto& tape : each.concert.recordings)
    by_name.emplace(tape.recording.found.identifier, &tape.recording);
  std::uint32_t position = 0;
  for (const auto& judged : each.recordings) {
    ++position;
    const auto bytes = judged.bytes.value_or(0);
    auto kept = db.run(
        {"aggregation.keep_recording",
         "insert into concert_recordings (id, concert_id, archive_identifier, title, source, "
         "taper, lineage, total_tracks, total_size, metadata, position) values (:id, :concert, "
         ":item, :title, :source, :taper, :lineage, :tracks, :size, :metadata, :position)"},
        recording_row_id(each.concert.id, judged.identifier), each.concert.id, judged.identifier,
        judged.title, judged.source, judged.taper, judged.lineage, judged.tracks.value_or(0), bytes,
        note_of(*by_name.at(judged.identifier)), position);
    if (!kept) return failure(kept);
  }
  return {};
}

Result<void> keep_concert(Connection& db, const JudgedConcert& each,
                          std::optional<Instant> looked_at, Instant now) {
  const auto& concert = each.concert;
  auto kept = db.run(
      {"aggregation.keep_concert",
       "insert into aggregated_concerts (id, artist, date, venue, location, recordings_count, "
       "total_tracks, metadata, created_at, updated_at, artist_key, day_part, words, added, "
       "looked_at) values (:id, :artist, :date, :venue, :location, :recordings, :tracks, "
       ":metadata, :created, :updated, :key, :part, :words, :added, :looked) "
       "on conflict (id) do update set artist = excluded.artist, venue = excluded.venue, "
       "location = excluded.location, recordings_count = excluded.recordings_count, "
       "total_tracks = excluded.total_tracks, metadata = excluded.metadata, "
       "updated_at = excluded.updated_at, words = excluded.words, added = excluded.added, "
       "looked_at = excluded.looked_at"},
      concert.id, concert.artist, concert.date, concert.venue, concert.location,
      each.recordings.size(), tracks_of(each), json::encode(each.summary), now, now,
      concert.artist_key, concert.day_part, search_words(concert), last_added(concert), looked_at);
  if (!kept) return failure(kept);
  return keep_recordings(db, each);
}

Result<void> rewrite(Connection& db, const std::vector<ConcertRow>& rows,
                     const std::vector<JudgedConcert>& concerts, Instant now) {
  std::optional<Instant> looked_at;
  for (const auto& row : rows) {
    looked_at = std::max(looked_at, row.looked_at);
    auto emptied = db.run({"aggregation.drop_recordings",
                           "delete from concert_recordings where concert_id = :concert"},
                          row.id);
    if (!emptied) return failure(emptied);
    const auto stays = [&](const JudgedConcert& each) { return each.concert.id == row.id; };
    if (std::ranges::any_of(concerts, stays)) continue;
    auto gone = db.run(
        {"aggregation.drop_concert", "delete from aggregated_concerts where id = :id"}, row.id);
    if (!gone) return failure(gone);
  }
  for (const auto& each : concerts) {
    auto kept = keep_concert(db, each, looked_at, now);
    if (!kept) return failure(kept);
  }
  return {};
}

/// What becomes of a night: recordings that came, and recordings that moved to another.
struct Change {
  std::vector<Recording> found;
  std::set<ItemIdentifier> moved;
};

Result<void> regroup(Connection& db, const Night& night, Change change, Instant now,
                     std::vector<Listed>& listed) {
  auto known = recordings_of(db, night);
  if (!known) return failure(known);
  auto rows = concerts_of(db, night);
  if (!rows) return failure(rows);
  std::set<ItemIdentifier> asked;
  for (const auto& recording : change.found)
    asked.insert(recording.found.identifier);
  auto all = with_found(*known, std::move(change.found));
  std::erase_if(all, [&](const Recording& recording) {
    return change.moved.contains(recording.found.identifier);
  });

  const auto concerts = judged_night(all);
  if (!is_unchanged(*rows, concerts, *known, all)) {
    auto written = rewrite(db, *rows, concerts, now);
    if (!written) return failure(written);
  }
  for (const auto& each : concerts) {
    const auto holds = [&](const Placed& tape) {
      return asked.contains(tape.recording.found.identifier);
    };
    if (!std::ranges::any_of(each.concert.recordings, holds)) continue;
    listed.push_back({each.concert.id, each.concert.artist_key, each.concert.date,
                      each.summary.recordings_count, last_added(each.concert), now});
  }
  return {};
}

}  // namespace

Result<std::vector<Recording>> recordings_of(Connection& db, const Night& night) {
  auto notes = db.all<std::string>({"aggregation.recordings_of_night",
                                    "select min(r.metadata) from concert_recordings r "
                                    "join aggregated_concerts c on c.id = r.concert_id "
                                    "where c.artist_key = :artist and c.date = :date "
                                    "group by r.archive_identifier order by r.archive_identifier"},
                                   night.artist_key, night.date);
  if (!notes) return failure(notes);
  std::vector<Recording> recordings;
  for (const auto& text : *notes) {
    auto note = json::decode<RecordingNote>(text);
    if (!note) {
      // The rest of the night is worth more than this: a search finds the recording again.
      nights_log.warning("a kept recording cannot be read", {{"artist", night.artist_key},
                                                             {"date", night.date.text()},
                                                             {"reason", note.error().message}});
      continue;
    }
    auto recording = read_recording(std::move(note->found), note->tracks);
    if (!recording) continue;
    recording->gone_dark = note->gone_dark;
    recordings.push_back(std::move(*recording));
  }
  std::ranges::sort(recordings, [](const Recording& one, const Recording& other) {
    return one.found.identifier < other.found.identifier;
  });
  return recordings;
}

Result<std::vector<Listed>> take_recordings(Connection& db, const std::vector<Recording>& found,
                                            Instant now) {
  std::map<Night, Change> changes;
  for (const auto& recording : found) {
    changes[{recording.artist_key, recording.date.date}].found.push_back(recording);
    auto others = other_nights(db, recording);
    if (!others) return failure(others);
    for (auto& other : *others) {
      changes[{std::move(other.artist_key), other.date}].moved.insert(recording.found.identifier);
    }
  }
  std::vector<Listed> listed;
  for (auto& [night, change] : changes) {
    auto done = regroup(db, night, std::move(change), now, listed);
    if (!done) return failure(done);
  }
  return listed;
}

}  // namespace tapedeck::aggregation
