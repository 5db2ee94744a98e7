#include "browse/http/wire.hpp"

#include "archive/file_name.hpp"
#include "json/decode.hpp"
#include "json/words.hpp"
#include "messages/cache.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <string_view>
#include <utility>

namespace tapedeck::browse {
namespace {

constexpr auto invalid_request = "Some values of the request break a rule.";

/// Reads query parameters and keeps what is wrong with them. An empty value counts as none: that is
/// what a form sends for a field nobody has filled in.
class Parameters {
 public:
  explicit Parameters(const http::Request& request) : request_(request) {}

  [[nodiscard]] std::string text(std::string_view name) const {
    return std::string(request_.parameter(name).value_or(""));
  }

  template <class T>
  [[nodiscard]] std::optional<T> number(std::string_view name) {
    const auto given = value(name);
    if (!given) return std::nullopt;
    T number{};
    const auto* end = given->data() + given->size();
    const auto [after, error] = std::from_chars(given->data(), end, number);
    if (error == std::errc{} && after == end) return number;
    wrong(name, "must be a whole number");
    return std::nullopt;
  }

  [[nodiscard]] std::optional<music::ConcertDate> date(std::string_view name) {
    const auto given = value(name);
    if (!given) return std::nullopt;
    auto date = music::ConcertDate::parse(*given);
    if (date) return *date;
    wrong(name, "must be a date such as 1977-05-08, 1977-05-XX or 1977-XX-XX");
    return std::nullopt;
  }

  template <json::Worded E>
  [[nodiscard]] std::optional<E> word(std::string_view name) {
    const auto given = value(name);
    if (!given) return std::nullopt;
    if (const auto found = json::from_word<E>(*given)) return found;
    std::string all;
    for (const auto& word : json::words<E>)
      all.append(all.empty() ? "" : ", ").append(word.text);
    wrong(name, "must be one of " + all);
    return std::nullopt;
  }

  [[nodiscard]] std::vector<FieldError>& faults() noexcept { return faults_; }

 private:
  [[nodiscard]] std::optional<std::string_view> value(std::string_view name) const {
    const auto given = request_.parameter(name);
    return given && !given->empty() ? given : std::nullopt;
  }
  void wrong(std::string_view name, std::string message) {
    faults_.push_back({std::string(name), std::move(message)});
  }

  const http::Request& request_;
  std::vector<FieldError> faults_;
};

}  // namespace

Result<SearchRequest> parse_search(const http::Request& request) {
  Parameters given(request);
  SearchRequest asked;
  asked.q = given.text("q");
  asked.query = given.text("query");
  asked.artist = given.text("artist");
  asked.venue = given.text("venue");
  asked.city = given.text("city");
  asked.year = given.number<int>("year");
  asked.date = given.date("date");
  asked.date_from = given.date("date_from");
  asked.date_to = given.date("date_to");
  asked.source = given.word<SourceWord>("source");
  asked.sort = given.word<SearchSort>("sort");
  asked.order = given.word<SortOrder>("order");
  asked.page = given.number<std::uint32_t>("page").value_or(asked.page);
  asked.per_page = given.number<std::uint32_t>("per_page").value_or(asked.per_page);

  auto faults = std::move(given.faults());
  const bool bad_sort = std::ranges::find(faults, "sort", &FieldError::path) != faults.end();
  for (auto& fault : faults_in(asked)) {
    // A sort that was no word is not also one that is missing.
    if (fault.path != "order" || !bad_sort) faults.push_back(std::move(fault));
  }
  if (!faults.empty()) return fail_fields(invalid_request, std::move(faults));
  return asked;
}

Result<ItemIdentifier> parse_identifier(const http::Request& request) {
  auto name = ItemIdentifier::parse(request.path_part("identifier"));
  if (name) return name;
  return fail_fields(invalid_request, {{"identifier", name.error().message}});
}

Result<std::string> parse_path(const http::Request& request) {
  auto path = request.parameter("path").value_or("");
  if (path.ends_with('/')) path.remove_suffix(1);
  if (path.empty()) return std::string();
  // A folder is named by the same rules as a file.
  auto name = archive::FileName::parse(path);
  if (name) return std::string(path);
  return fail_fields(invalid_request, {{"path", "must be a folder such as `disc 1/scans`"}});
}

Result<CataloguePlace> parse_place(const http::Request& request) {
  auto place = CataloguePlace::parse(request.parameter("cursor").value_or(""));
  if (place) return place;
  return fail_fields(invalid_request, {{"cursor", place.error().message}});
}

Result<Clearing> parse_clearing(const http::Request& request, Instant now) {
  Clearing what;
  if (request.body().empty()) return what;
  auto asked = json::decode<messages::CacheClearing>(request.body());
  if (!asked) return failure(asked);
  what.type = asked->type;
  if (asked->older_than_seconds) what.made_before = now - *asked->older_than_seconds;
  return what;
}

}  // namespace tapedeck::browse
