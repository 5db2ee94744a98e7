#include "download/store/rows.hpp"

#include <boost/describe.hpp>

#include <utility>

namespace tapedeck::download::rows {
namespace {

struct FactsRow {
  ItemIdentifier archive_identifier;
  std::string artist;
  std::string concert_date;
  std::string venue;
  std::string city;
};
BOOST_DESCRIBE_STRUCT(FactsRow, (), (archive_identifier, artist, concert_date, venue, city))

}  // namespace

Result<void> remember(database::Connection& db, const std::vector<Facts>& all) {
  for (const auto& facts : all) {
    auto done = db.run({"download.remember", R"(
      insert into recording_facts (archive_identifier, artist, concert_date, venue, city)
      values (:item, :artist, :concert_date, :venue, :city)
      on conflict (archive_identifier) do update set artist = excluded.artist,
        concert_date = excluded.concert_date, venue = excluded.venue, city = excluded.city
    )"},
                       facts.item, facts.artist, facts.date, facts.venue, facts.city);
    if (!done) return failure(done);
  }
  return {};
}

Result<std::optional<Facts>> facts(database::Connection& db, const ItemIdentifier& item) {
  auto row = db.one<FactsRow>({"download.facts", R"(
    select archive_identifier, artist, concert_date, venue, city from recording_facts
    where archive_identifier = :item
  )"},
                              item);
  if (!row) return failure(row);
  if (!*row) return std::optional<Facts>();
  FactsRow& known = **row;
  return std::optional(Facts{.item = std::move(known.archive_identifier),
                             .artist = std::move(known.artist),
                             .date = std::move(known.concert_date),
                             .venue = std::move(known.venue),
                             .city = std::move(known.city)});
}

}  // namespace tapedeck::download::rows
