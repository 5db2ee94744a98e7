#include "fake_archive/search.hpp"

#include "fake_archive/dice.hpp"
#include "fake_archive/query.hpp"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace tapedeck::fake_archive {

namespace json = boost::json;

namespace {

/// What comes back when no `fl[]` is asked for, in the order the Archive echoes it.
constexpr std::string_view default_fields =
    "avg_rating,backup_location,btih,call_number,collection,contributor,coverage,creator,date,"
    "description,downloads,external-identifier,foldoutcount,format,genre,identifier,imagecount,"
    "indexflag,item_size,language,licenseurl,mediatype,members,month,name,noindex,num_reviews,"
    "oai_updatedate,publicdate,publisher,related-external-id,reviewdate,rights,scanningcentre,"
    "source,stripped_tags,subject,title,type,volume,week,year";

constexpr std::uint64_t usual_rows = 50;

/// What a request asks for, read.
struct Asked {
  std::string query;
  std::string fields;
  std::vector<std::string> sorts;
  std::string rows_text;
  std::uint64_t rows = usual_rows;
  std::uint64_t start = 0;
  bool paged = false;  ///< By `page` or `start`, which the window counts for.
};

std::optional<std::uint64_t> to_count(std::string_view text) {
  std::uint64_t count = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
  if (error != std::errc{} || end != text.data() + text.size() || count > 1'000'000'000)
    return std::nullopt;
  return count;
}

Result<Asked> read_request(const Parameters& parameters) {
  Asked asked;
  std::string fields;
  for (const auto& [name, value] : parameters) {
    if (name == "fl[]" || name == "fl") fields += (fields.empty() ? "" : ",") + value;
    if (name == "sort[]" || name == "sort") {
      for (auto& sort : cut_list(value))
        asked.sorts.push_back(std::move(sort));
    }
  }
  asked.query = parameter(parameters, "q").value_or("");
  asked.fields = fields.empty() ? std::string(default_fields) : fields;
  if (asked.query.empty()) return fail(Errc::invalid, "[UNSUPPORTED_VALUE] q is empty");

  asked.rows_text = parameter(parameters, "rows").value_or("");
  if (asked.rows_text == "*") {
    asked.rows = 1'000'000'000;
  } else if (!asked.rows_text.empty()) {
    const auto rows = to_count(asked.rows_text);
    if (!rows) return fail(Errc::invalid, "[UNSUPPORTED_VALUE] rows is no number");
    asked.rows = *rows;
  }
  const auto page = to_count(parameter(parameters, "page").value_or("1"));
  const auto start = to_count(parameter(parameters, "start").value_or("0"));
  if (!page || !start) return fail(Errc::invalid, "[UNSUPPORTED_VALUE] page is no number");
  asked.paged = *page > 1 || *start > 0;
  asked.start = *start > 0 ? *start : (std::max<std::uint64_t>(*page, 1) - 1) * asked.rows;
  return asked;
}

std::string envelope(std::string_view message) {
  json::object error;
  error["error"] = message;
  return json::serialize(error);
}

json::object header_of(const Asked& asked) {
  json::object params;
  params["query"] = asked.query;
  params["qin"] = asked.query;
  params["fields"] = asked.fields;
  params["wt"] = "json";
  if (!asked.sorts.empty()) params["sort"] = fmt::format("{}", fmt::join(asked.sorts, ","));
  if (!asked.rows_text.empty()) params["rows"] = asked.rows_text;
  params["start"] = asked.start;
  json::object header;
  header["status"] = 0;
  header["QTime"] = Dice(asked.query).between(4, 90);  // made up, and the same each time
  header["params"] = std::move(params);
  return header;
}

std::string search_json(const Documents& documents, const Parameters& parameters) {
  const auto asked = read_request(parameters);
  if (!asked) return envelope(asked.error().message);
  const auto query = parse_query(asked->query);
  if (!query) return envelope(query.error().message);
  if (asked->paged && asked->start + asked->rows > search_window) {
    return envelope(
        "RANGE_OUT_OF_BOUNDS [paging is only supported through 10000 results; scraping is "
        "supported through the Scraping API, see https://archive.org/help/aboutsearch.htm; or, you "
        "may request one large page of results by omitting page or start parameters]");
  }

  std::vector<const json::object*> found;
  for (const auto& document : documents) {
    if (matches(*query, document)) found.push_back(&document);
  }
  sort_documents(found, asked->sorts);
  const auto fields = cut_list(asked->fields);
  json::array docs;
  for (auto i = asked->start; i < found.size() && i < asked->start + asked->rows; ++i)
    docs.push_back(pick_fields(*found[i], fields));

  json::object response;
  response["numFound"] = found.size();
  response["start"] = asked->start;
  response["docs"] = std::move(docs);
  json::object answer;
  answer["responseHeader"] = header_of(*asked);
  answer["response"] = std::move(response);
  return json::serialize(answer);
}

/// A name that may stand before a bracket in a script, and nothing else.
bool is_script_name(std::string_view name) {
  return !name.empty() && name.size() <= 100 && std::ranges::all_of(name, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '.' || c == '$';
  });
}

}  // namespace

std::string advanced_search(const Documents& documents, const Parameters& parameters) {
  auto body = search_json(documents, parameters);
  const auto callback = parameter(parameters, "callback");
  if (callback && is_script_name(*callback)) return fmt::format("{}({})", *callback, body);
  return body;
}

}  // namespace tapedeck::fake_archive
