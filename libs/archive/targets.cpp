#include "archive/percent_encoding.hpp"
#include "archive/search.hpp"

#include <algorithm>
#include <string_view>

namespace tapedeck::archive {
namespace {

constexpr std::size_t most_sorts = 3;
constexpr std::size_t most_cursor_bytes = 4'096;

std::string comma_list(const std::vector<std::string>& words) {
  std::string list;
  for (const auto& word : words) {
    if (!list.empty()) list += ',';
    list += word;
  }
  return list;
}

Result<void> check_query(const Query& query) {
  if (query.empty()) return fail(Errc::invalid, "A search needs at least one word.");
  if (query.text().size() > Query::max_bytes) {
    return fail(Errc::invalid, "The search is too long for the Archive; use fewer words.");
  }
  return {};
}

/// "date asc": a field's name and a direction.
bool is_sort(std::string_view text) {
  const auto space = text.find(' ');
  if (space == std::string_view::npos) return text == "random";
  const auto field = text.substr(0, space);
  const auto direction = text.substr(space + 1);
  return !field.empty() && (direction == "asc" || direction == "desc") &&
         std::ranges::all_of(field, [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
         });
}

}  // namespace

const std::vector<std::string>& hit_fields() {
  static const std::vector<std::string> fields{
      "identifier", "mediatype",  "title",       "creator",    "date",
      "year",       "venue",      "coverage",    "source",     "lineage",
      "taper",      "transferer", "runtime",     "subject",    "description",
      "collection", "format",     "publicdate",  "addeddate",  "updatedate",
      "item_size",  "downloads",  "num_reviews", "avg_rating", "reviewdate"};
  return fields;
}

Result<std::string> search_target(const SearchQuery& search) {
  auto checked = check_query(search.query);
  if (!checked) return failure(checked);
  const auto last = std::uint64_t{search.page} * search.rows;
  if (search.page == 0 || search.rows == 0 || last > SearchQuery::window) {
    return fail(Errc::invalid,
                "The Archive shows the first 10,000 results of a search; narrow it down.");
  }
  if (search.sorts.size() > most_sorts || !std::ranges::all_of(search.sorts, is_sort)) {
    return fail(Errc::invalid, "A search is sorted by up to three fields, each asc or desc.");
  }

  std::string target = "/advancedsearch.php?q=" + percent_encoded(search.query.text()) +
                       "&fl=" + percent_encoded(comma_list(hit_fields()));
  for (const auto& sort : search.sorts)
    target += "&sort%5B%5D=" + percent_encoded(sort);
  target += "&rows=" + std::to_string(search.rows) + "&page=" + std::to_string(search.page) +
            "&output=json";
  return target;
}

Result<std::string> scrape_target(const ScrapeQuery& scrape) {
  auto checked = check_query(scrape.query);
  if (!checked) return failure(checked);
  if (scrape.cursor.size() > most_cursor_bytes) {
    return fail(Errc::invalid, "The place to go on from is too long; begin anew.");
  }
  if (scrape.count && (!scrape.cursor.empty() || *scrape.count < ScrapeQuery::least_count ||
                       *scrape.count > ScrapeQuery::most_count)) {
    return fail(Errc::invalid,
                "A batch has 100 to 10,000 items, and its size is said for the first one only.");
  }

  std::string target = "/services/search/v1/scrape?q=" + percent_encoded(scrape.query.text()) +
                       "&fields=" + percent_encoded(comma_list(hit_fields()));
  if (scrape.count) target += "&count=" + std::to_string(*scrape.count);
  if (!scrape.cursor.empty()) target += "&cursor=" + percent_encoded(scrape.cursor);
  return target;
}

std::string item_target(const ItemIdentifier& item) {
  return "/metadata/" + std::string(item.text());  // an identifier has nothing to escape
}

std::string picture_target(const ItemIdentifier& item) {
  return "/services/img/" + std::string(item.text());
}

}  // namespace tapedeck::archive
