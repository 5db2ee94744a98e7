#include "aggregation/core/concert_list.hpp"

#include "music/artist_name.hpp"
#include "music/words.hpp"

#include <algorithm>
#include <compare>
#include <tuple>

namespace tapedeck::aggregation {
namespace {

std::strong_ordering compare(const Listed& one, const Listed& other, ConcertSort sort) {
  switch (sort) {
    case ConcertSort::date:
      return one.date <=> other.date;
    case ConcertSort::artist:
      return one.artist_key <=> other.artist_key;
    case ConcertSort::recordings:
      return one.recordings <=> other.recordings;
    case ConcertSort::added:
      return one.added <=> other.added;
  }
  return std::strong_ordering::equal;
}

}  // namespace

bool asks_for_everything(const ConcertQuery& query) { return query == ConcertQuery{}; }

std::string key_of(const ConcertQuery& query) {
  // Separated by a byte that no folded text holds.
  std::string key = query.newest ? "newest" : "";
  for (const auto& part :
       {music::joined(music::words_of(query.q)), music::fold_artist(query.artist),
        music::joined(music::words_of(query.venue)),
        query.from ? query.from->first_day().text() : std::string(),
        query.to ? query.to->last_day().text() : std::string()}) {
    key += '\n';
    key += part;
  }
  return key;
}

void sort_concerts(std::vector<Listed>& list, ConcertSort sort, ConcertOrder order) {
  std::ranges::sort(list, [&](const Listed& one, const Listed& other) {
    const auto compared = compare(one, other, sort);
    if (compared != 0) return order == ConcertOrder::asc ? compared < 0 : compared > 0;
    return std::tie(one.date, one.artist_key, one.id) <
           std::tie(other.date, other.artist_key, other.id);
  });
}

std::vector<ConcertId> page_of(const std::vector<Listed>& list, PageRequest page) {
  const auto first = std::uint64_t{page.page - 1} * page.per_page;
  std::vector<ConcertId> ids;
  for (auto at = first; at < list.size() && at < first + page.per_page; ++at)
    ids.push_back(list[at].id);
  return ids;
}

std::uint32_t pages_of(std::size_t total, std::uint32_t per_page) {
  return static_cast<std::uint32_t>((total + per_page - 1) / per_page);
}

}  // namespace tapedeck::aggregation
