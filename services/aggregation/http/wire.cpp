#include "aggregation/http/wire.hpp"

#include "json/words.hpp"

#include <charconv>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tapedeck::aggregation {
namespace {

constexpr auto broken_values = "Some values of the request break a rule.";
/// In bytes: enough for the longest title.
constexpr std::size_t most_text = 300;
/// So that first lines of pages can be counted in 32 bits.
constexpr std::uint32_t most_pages = 1'000'000;

/// Reads query parameters and keeps what is wrong with them.
class Given {
 public:
  explicit Given(const http::Request& request) : request_(request) {}

  std::string text(std::string_view name) {
    const auto given = value(name);
    if (!given) return {};
    if (given->size() > most_text) wrong(name, "must be at most 300 bytes long");
    return std::string(*given);
  }

  std::uint32_t number(std::string_view name, std::uint32_t least, std::uint32_t most,
                       std::uint32_t otherwise) {
    const auto given = value(name);
    if (!given) return otherwise;
    std::uint32_t number = 0;
    const auto* const end = given->data() + given->size();
    const auto [after, error] = std::from_chars(given->data(), end, number);
    if (error == std::errc{} && after == end && number >= least && number <= most) return number;
    wrong(name, "must be a whole number between " + std::to_string(least) + " and " +
                    std::to_string(most));
    return otherwise;
  }

  /// As a listener writes it: 1977-05-08, 5/8/77, May 1977.
  std::optional<music::DateWords> date(std::string_view name) {
    const auto given = value(name);
    if (!given) return std::nullopt;
    auto typed = music::take_date(*given);
    if (typed.from && typed.rest.empty()) return typed;
    wrong(name, "must be a date such as 1977-05-08, 1977-05-XX or 5/8/77");
    return std::nullopt;
  }

  template <json::Worded E>
  E word(std::string_view name, E otherwise) {
    const auto given = value(name);
    if (!given) return otherwise;
    if (const auto found = json::from_word<E>(*given)) return *found;
    std::string all;
    for (const auto& word : json::words<E>)
      all.append(all.empty() ? "" : ", ").append(word.text);
    wrong(name, "must be one of " + all);
    return otherwise;
  }

  void wrong(std::string_view name, std::string message) {
    faults_.push_back({std::string(name), std::move(message)});
  }
  [[nodiscard]] std::vector<FieldError>& faults() noexcept { return faults_; }

 private:
  [[nodiscard]] std::optional<std::string_view> value(std::string_view name) const {
    const auto given = request_.parameter(name);
    return given && !given->empty() ? given : std::nullopt;
  }

  const http::Request& request_;
  std::vector<FieldError> faults_;
};

using Day = std::optional<music::ConcertDate>;

/// Makes the days of a query fewer: all that is said must hold.
void narrow(ConcertQuery& query, const Day& from, const Day& to) {
  if (from && (!query.from || query.from->first_day() < from->first_day())) query.from = from;
  if (to && (!query.to || to->last_day() < query.to->last_day())) query.to = to;
}

void read_days(Given& given, ConcertQuery& query) {
  if (const auto year =
          given.number("year", music::ConcertDate::first_year, music::ConcertDate::last_year, 0)) {
    const auto date = music::ConcertDate::of(static_cast<int>(year));
    narrow(query, date, date);
  }
  if (const auto date = given.date("date")) narrow(query, date->from, date->to);
  if (const auto date = given.date("date_from")) narrow(query, date->from, std::nullopt);
  if (const auto date = given.date("date_to")) narrow(query, std::nullopt, date->to);
  if (query.from && query.to && query.to->last_day() < query.from->first_day())
    given.wrong("date", "leaves no day on which everything that was asked for holds");
}

}  // namespace

Result<ListRequest> parse_list(const http::Request& request, ListDefaults defaults) {
  Given given(request);
  ListRequest asked;
  auto typed = music::take_date(given.text("q"));
  asked.query.q = std::move(typed.rest);
  asked.query.artist = given.text("artist");
  asked.query.venue = given.text("venue");
  narrow(asked.query, typed.from, typed.to);
  read_days(given, asked.query);
  asked.sort = given.word<ConcertSort>("sort", defaults.sort);
  // What is usual for a sort that was chosen: names from A, numbers and days from the last.
  const bool by_name = asked.sort == ConcertSort::artist;
  asked.order = given.word<ConcertOrder>(
      "order", by_name ? ConcertOrder::asc
                       : (asked.sort == defaults.sort ? defaults.order : ConcertOrder::desc));
  asked.page.page = given.number("page", 1, most_pages, 1);
  asked.page.per_page = given.number("per_page", 1, PageRequest::most_per_page, 50);
  if (!given.faults().empty()) return fail_fields(broken_values, std::move(given.faults()));
  return asked;
}

Result<ConcertId> parse_concert_id(const http::Request& request) {
  auto id = ConcertId::parse(request.path_part("concert_id"));
  if (id) return id;
  return fail_fields(broken_values, {{"concert_id", "must be a UUID"}});
}

}  // namespace tapedeck::aggregation
