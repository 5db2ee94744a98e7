#pragma once

#include "base/instant.hpp"
#include "base/uuid.hpp"
#include "music/concert_date.hpp"

#include <boost/describe.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tapedeck::aggregation {

/// What concerts are put in order by.
enum class ConcertSort : std::uint8_t {
  date,
  artist,
  recordings,  ///< How many there are of it.
  added,       ///< When the last of its recordings came to the Archive.
};
BOOST_DESCRIBE_ENUM(ConcertSort, date, artist, recordings, added)

enum class ConcertOrder : std::uint8_t { asc, desc };
BOOST_DESCRIBE_ENUM(ConcertOrder, asc, desc)

/// Which concerts are asked for. Empty means that nothing is said; all that is said must hold.
struct ConcertQuery {
  std::string q;  ///< Words, without the date that stood among them.
  std::string artist;
  std::string venue;
  std::optional<music::ConcertDate> from{};  ///< Its first day, where a part is unknown.
  std::optional<music::ConcertDate> to{};    ///< Its last day.
  bool newest = false;  ///< What came to the Archive last, and no more than one page of that.

  friend bool operator==(const ConcertQuery&, const ConcertQuery&) = default;
};

/// Whether nothing at all is asked for.
[[nodiscard]] bool asks_for_everything(const ConcertQuery& query);

/// The query as one text, the same for the same query.
[[nodiscard]] std::string key_of(const ConcertQuery& query);

/// A concert in a list, as far as lists are ordered by it.
struct Listed {
  ConcertId id;
  std::string artist_key;
  music::ConcertDate date;
  std::uint32_t recordings = 0;
  std::string added;  ///< As the Archive writes times, so that they sort as text.
  Instant seen{};     ///< When its recordings were last taken in.
};
BOOST_DESCRIBE_STRUCT(Listed, (), (id, artist_key, date, recordings, added, seen))

/// Puts `list` in order; equal ones by date, artist and id, so that no page shows one twice.
void sort_concerts(std::vector<Listed>& list, ConcertSort sort, ConcertOrder order);

/// Which page of a list.
struct PageRequest {
  static constexpr std::uint32_t most_per_page = 200;

  std::uint32_t page = 1;
  std::uint32_t per_page = 50;
};

/// The ids of one page; none past the end.
[[nodiscard]] std::vector<ConcertId> page_of(const std::vector<Listed>& list, PageRequest page);

/// How many pages `total` make.
[[nodiscard]] std::uint32_t pages_of(std::size_t total, std::uint32_t per_page);

}  // namespace tapedeck::aggregation
