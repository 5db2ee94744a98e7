#include "browse/core/search_query.hpp"

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
    {SearchSort::added,     "addeddate",     SortOrder::desc},
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

Query query_of(const SearchRequest& request) {
  const auto typed = music::take_date(request.q);
  return Query::all({
      archive::recordings(),
      Query::words("", typed.rest),
      Query::words("creator", request.artist),
      Query::words("venue", request.venue),
      Query::words("coverage", request.city),
      days(typed.from, typed.to),
      days(year_of(request)),
      days(request.date),
      days(request.date_from, request.date_to),
      request.source ? Query::one_of("source", words_for(*request.source)) : Query(),
  });
}

bool has_words(const SearchRequest& request) {
  return !music::take_date(request.q).rest.empty() || !request.artist.empty() ||
         !request.venue.empty() || !request.city.empty();
}

std::vector<std::string> sorts_of(const SearchRequest& request) {
  const auto otherwise = has_words(request) ? SearchSort::relevance : SearchSort::downloads;
  const auto row = std::ranges::find(sort_rows, request.sort.value_or(otherwise), &SortRow::sort);
  if (row == sort_rows.end()) return {};
  const auto order = request.order.value_or(row->usual);
  // The identifier makes the order whole, so that no result slips from one page to the next.
  return {std::string(row->field) + (order == SortOrder::asc ? " asc" : " desc"), "identifier asc"};
}

void check_text(std::string_view name, const std::string& text, std::vector<FieldError>& faults) {
  if (text.size() <= SearchRequest::most_text) return;
  faults.push_back({std::string(name),
                    "must have at most " + std::to_string(SearchRequest::most_text) + " bytes"});
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
                                  ": the Archive shows the first 10,000 results"});
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
  check_dates(request, faults);
  if (request.order && request.sort.value_or(SearchSort::relevance) == SearchSort::relevance) {
    faults.push_back({"order", "goes with a sort other than relevance"});
  }
  check_paging(request, faults);
  const auto query = query_of(request);
  if (faults.empty() && query.text().size() > Query::max_bytes) {
    faults.push_back({"q", "has too many words for one search, with those of the other fields"});
  }
  return faults;
}

archive::SearchQuery to_query(const SearchRequest& request) {
  return {.query = query_of(request),
          .sorts = sorts_of(request),
          .page = request.page,
          .rows = request.per_page};
}

}  // namespace tapedeck::browse
