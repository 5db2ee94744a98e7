#include "browse/core/search_query.hpp"

#include "browse/core/typed_words.hpp"
#include "music/artist_nickname.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace tapedeck::browse {
namespace {

using archive::Query;
using music::ConcertDate;

struct SortRow {
  SearchSort sort;
  std::string_view field;  ///< Of the Archive's index.
  SortOrder usual;
};

// clang-format off
constexpr auto sort_rows = std::to_array<SortRow>({
    {SearchSort::date,      "date",          SortOrder::asc},
    {SearchSort::downloads, "downloads",     SortOrder::desc},
    {SearchSort::rating,    "avg_rating",    SortOrder::desc},
    {SearchSort::reviews,   "num_reviews",   SortOrder::desc},
    {SearchSort::reviewed,  "reviewdate",    SortOrder::desc},
    {SearchSort::added,     "addeddate",     SortOrder::desc},
    {SearchSort::published, "publicdate",    SortOrder::desc},
    {SearchSort::size,      "item_size",     SortOrder::desc},
    {SearchSort::title,     "titleSorter",   SortOrder::asc},
    {SearchSort::artist,    "creatorSorter", SortOrder::asc},
});
// clang-format on

std::vector<std::string> words_for(SourceWord source) {
  switch (source) {
    case SourceWord::sbd:
      return {"sbd", "soundboard"};
    case SourceWord::aud:
      return {"aud", "audience", "fob"};
    case SourceWord::mtx:
      return {"mtx", "matrix", "ultramatrix"};
    case SourceWord::fm:
      return {"fm", "pre-fm", "broadcast", "webcast"};
  }
  return {};
}

Query days(const std::optional<ConcertDate>& from, const std::optional<ConcertDate>& to) {
  if (!from && !to) return {};
  return Query::between("date", from ? from->first_day().text() : "",
                        to ? to->last_day().text() : "");
}

Query days(const std::optional<ConcertDate>& date) { return days(date, date); }

std::optional<ConcertDate> year_of(const SearchRequest& request) {
  return request.year ? ConcertDate::of(*request.year) : std::nullopt;
}

/// The artist's name, short names written out.
std::string artist_of(const SearchRequest& request) {
  const auto called = music::artist_called(request.artist);
  return called.empty() ? request.artist : std::string(called);
}

Query phrases_of(const TypedWords& typed) {
  std::vector<Query> phrases;
  for (const auto& phrase : typed.phrases)
    phrases.push_back(Query::is("", phrase));
  return Query::all(phrases);
}

/// What an address shows: one recording, or those of an artist.
Query shared(const ItemIdentifier& address) {
  return Query::any(
      {Query::is("identifier", address.text()), Query::is("collection", address.text())});
}

Query query_of(const SearchRequest& request, const TypedWords& typed, const Query& written) {
  return Query::all({
      archive::recordings(),
      typed.item ? Query::is("identifier", typed.item->text()) : Query(),
      typed.address ? shared(*typed.address) : Query(),
      Query::words("", typed.rest),
      phrases_of(typed),
      Query::words("creator", typed.artist),
      Query::words("creator", artist_of(request)),
      Query::words("venue", request.venue),
      Query::words("coverage", request.city),
      days(typed.from, typed.to),
      days(year_of(request)),
      days(request.date),
      days(request.date_from, request.date_to),
      request.source ? Query::one_of("source", words_for(*request.source)) : Query(),
      written,
  });
}

std::vector<std::string> sorts_of(const SearchRequest& request, const TypedWords& typed) {
  const bool has_words = !typed.rest.empty() || !typed.phrases.empty() || !typed.artist.empty() ||
                         !request.artist.empty() || !request.venue.empty() ||
                         !request.city.empty() || !request.query.empty();
  const auto otherwise = has_words ? SearchSort::relevance : SearchSort::downloads;
  const auto row = std::ranges::find(sort_rows, request.sort.value_or(otherwise), &SortRow::sort);
  if (row == sort_rows.end()) return {};
  const auto order = request.order.value_or(row->usual);
  // The identifier makes the order whole, so that no result slips from one page to the next.
  return {std::string(row->field) + (order == SortOrder::asc ? " asc" : " desc"), "identifier asc"};
}

void check_text(std::string_view name, const std::string& text, std::vector<FieldError>& faults,
                std::size_t most = SearchRequest::most_text) {
  if (text.size() <= most) return;
  faults.push_back({std::string(name), "must have at most " + std::to_string(most) + " bytes"});
}

void check_paging(const SearchRequest& request, std::vector<FieldError>& faults) {
  constexpr auto window = archive::SearchQuery::window;
  if (request.per_page < 1 || request.per_page > SearchRequest::most_per_page) {
    faults.push_back(
        {"per_page", "must be between 1 and " + std::to_string(SearchRequest::most_per_page)});
    return;
  }
  const auto last = window / request.per_page;
  if (request.page < 1 || request.page > last) {
    faults.push_back({"page", "must be between 1 and " + std::to_string(last) +
                                  ": the Archive shows the first 10,000 results; "
                                  "/concerts/search knows every concert"});
  }
}

void check_dates(const SearchRequest& request, std::vector<FieldError>& faults) {
  if (request.year && !ConcertDate::of(*request.year)) {
    faults.push_back({"year", "must be between " + std::to_string(ConcertDate::first_year) +
                                  " and " + std::to_string(ConcertDate::last_year)});
  }
  if (request.date_from && request.date_to &&
      request.date_to->last_day() < request.date_from->first_day()) {
    faults.push_back({"date_to", "must not be before date_from"});
  }
}

}  // namespace

std::vector<FieldError> faults_in(const SearchRequest& request) {
  std::vector<FieldError> faults;
  check_text("q", request.q, faults);
  check_text("artist", request.artist, faults);
  check_text("venue", request.venue, faults);
  check_text("city", request.city, faults);
  check_text("query", request.query, faults, SearchRequest::most_query);
  check_dates(request, faults);
  if (request.order && request.sort.value_or(SearchSort::relevance) == SearchSort::relevance) {
    faults.push_back({"order", "goes with a sort other than relevance"});
  }
  check_paging(request, faults);
  return faults;
}

Result<archive::SearchQuery> to_query(const SearchRequest& request) {
  const auto typed = read_typed(request.q);
  const auto written = Query::written(request.query);
  if (!written) {
    return fail_fields("The query cannot be used.", {{"query", written.error().message}});
  }
  archive::SearchQuery asked{.query = query_of(request, typed, *written),
                             .sorts = sorts_of(request, typed),
                             .page = request.page,
                             .rows = request.per_page};
  if (asked.query.text().size() <= Query::max_bytes) return asked;
  return fail_fields("There are too many words for one search.",
                     {{"q", "is too long, together with the words of the other fields"}});
}

}  // namespace tapedeck::browse
