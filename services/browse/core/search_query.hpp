#pragma once

#include "archive/search.hpp"
#include "base/result.hpp"
#include "music/concert_date.hpp"

#include <boost/describe.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tapedeck::browse {

/// Where the sound was taken, by the words that tapers use in an item's `source`.
enum class SourceWord : std::uint8_t {
  sbd,  ///< Soundboard.
  aud,  ///< Audience.
  mtx,  ///< Matrix.
  fm,   ///< Broadcast.
};
BOOST_DESCRIBE_ENUM(SourceWord, sbd, aud, mtx, fm)

/// What results are put in order by.
enum class SearchSort : std::uint8_t {
  relevance,  ///< As the Archive sees it.
  date,
  downloads,
  rating,
  reviews,   ///< How many there are.
  reviewed,  ///< When the last one was written.
  added,
  published,
  size,
  title,
  artist,
};
BOOST_DESCRIBE_ENUM(SearchSort, relevance, date, downloads, rating, reviews, reviewed, added,
                    published, size, title, artist)

enum class SortOrder : std::uint8_t { asc, desc };
BOOST_DESCRIBE_ENUM(SortOrder, asc, desc)

/// What a listener asks for. Empty means that nothing is said.
struct SearchRequest {
  /// So much of each text, in bytes: enough for the longest title, and short enough that all four
  /// together rarely pass what the Archive takes.
  static constexpr std::size_t most_text = 300;
  static constexpr std::uint32_t most_per_page = 200;

  static constexpr std::size_t most_query = 1'500;

  std::string q;      ///< Anything; what it may mean, typed_words.hpp says.
  std::string query;  ///< In the Archive's own language, by somebody who knows it.
  std::string artist;
  std::string venue;
  std::string city;
  std::optional<int> year{};
  std::optional<music::ConcertDate> date{};
  std::optional<music::ConcertDate> date_from{};  ///< Its first day, where a part is unknown.
  std::optional<music::ConcertDate> date_to{};    ///< Its last day.
  std::optional<SourceWord> source{};
  std::optional<SearchSort> sort{};  ///< Relevance when there are words, else downloads.
  std::optional<SortOrder> order{};  ///< What is usual for the sort when absent.
  std::uint32_t page = 1;
  std::uint32_t per_page = 50;
};

/// Every value of `request` that breaks a rule.
[[nodiscard]] std::vector<FieldError> faults_in(const SearchRequest& request);

/// A request without faults as the Archive is asked it: recordings of the Live Music Archive alone.
/// No text breaks out of the query language (archive/query.hpp).
///
/// Errors: `invalid` when its texts, each short enough, are too long together, or when `query`
/// could not stand beside the rest.
[[nodiscard]] Result<archive::SearchQuery> to_query(const SearchRequest& request);

}  // namespace tapedeck::browse
