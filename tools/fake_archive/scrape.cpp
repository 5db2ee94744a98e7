// The scraping API: the half of search.hpp that walks.

#include "fake_archive/query.hpp"
#include "fake_archive/search.hpp"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <openssl/evp.h>

#include <algorithm>
#include <charconv>

namespace tapedeck::fake_archive {

namespace json = boost::json;

namespace {

constexpr std::size_t fewest = 100;
constexpr std::size_t most = 10'000;
constexpr std::size_t usual = 5'000;

std::string to_base64(std::string_view text) {
  std::string out((text.size() + 2) / 3 * 4 + 1, '\0');
  const int size = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()),
                                   reinterpret_cast<const unsigned char*>(text.data()),
                                   static_cast<int>(text.size()));
  out.resize(static_cast<std::size_t>(size));
  return out;
}

/// The cursor after a hit: what the Archive's look like.
std::string cursor_after(const json::object& hit) {
  json::object key;
  key["identifier"] = text_of(hit, "identifier");
  json::array keys;
  keys.push_back(std::move(key));
  return to_base64(json::serialize(keys));
}

ScrapeAnswer refuse_scrape(std::string_view message) {
  json::object error;
  error["error"] = message;
  error["errorType"] = "RequestException";
  return {400, json::serialize(error)};
}

struct Walk {
  std::vector<const json::object*> hits;
  std::size_t first = 0;
  std::size_t count = usual;
  std::vector<std::string> fields;
};

/// Where the walk goes on; npos when the cursor is none of ours.
std::size_t place_after(const std::vector<const json::object*>& hits, std::string_view cursor) {
  for (std::size_t i = 0; i < hits.size(); ++i) {
    if (cursor_after(*hits[i]) == cursor) return i + 1;
  }
  return std::string_view::npos;
}

std::string batch(const Walk& walk, ScrapeBend bend) {
  json::array items;
  const auto end = std::min(walk.hits.size(), walk.first + std::min(walk.count, bend.most));
  for (auto i = walk.first; i < end; ++i)
    items.push_back(pick_fields(*walk.hits[i], walk.fields));

  auto total = static_cast<std::int64_t>(walk.hits.size()) + bend.total_drift;
  if (walk.first > 0) --total;
  json::object answer;
  answer["count"] = items.size();
  answer["items"] = std::move(items);
  answer["total"] = std::max<std::int64_t>(total, 0);
  if (end < walk.hits.size() && end > walk.first)
    answer["cursor"] = cursor_after(*walk.hits[end - 1]);
  return json::serialize(answer);
}

/// Leaves `identifier` out of the sorts, where it may only be last, and is last anyway.
bool take_identifier(std::vector<std::string>& sorts) {
  const auto named = [](const std::string& sort) { return sort.starts_with("identifier"); };
  const auto found = std::ranges::find_if(sorts, named);
  if (found == sorts.end()) return true;
  if (found + 1 != sorts.end()) return false;
  sorts.pop_back();
  return true;
}

}  // namespace

ScrapeAnswer scrape(const Documents& documents, const Parameters& parameters, ScrapeBend bend) {
  const auto query = parse_query(parameter(parameters, "q").value_or(""));
  if (!query) return refuse_scrape(query.error().message);
  Walk walk;
  const auto count = parameter(parameters, "count");
  if (count) {
    std::from_chars(count->data(), count->data() + count->size(), walk.count);
    if (walk.count < fewest || walk.count > most)
      return refuse_scrape("count must be between 100 and 10000");
  }
  auto sorts = cut_list(parameter(parameters, "sorts").value_or(""));
  if (!take_identifier(sorts)) return refuse_scrape("identifier must be the last of the sorts");

  for (const auto& document : documents) {
    if (matches(*query, document)) walk.hits.push_back(&document);
  }
  if (parameter(parameters, "total_only") == "true") {
    json::object total;
    total["items"] = json::array();
    total["count"] = 0;
    total["total"] = walk.hits.size();
    return {200, json::serialize(total)};
  }
  sort_documents(walk.hits, sorts);
  if (!sorts.empty() && walk.hits.size() > search_window) walk.hits.resize(search_window);

  walk.fields = cut_list(parameter(parameters, "fields").value_or("identifier"));
  if (std::ranges::find(walk.fields, "identifier") == walk.fields.end())
    walk.fields.emplace_back("identifier");
  const auto cursor = parameter(parameters, "cursor").value_or("");
  const bool stuck = bend.stuck_cursor && count.has_value();
  if (!cursor.empty() && !stuck) {
    walk.first = place_after(walk.hits, cursor);
    if (walk.first == std::string_view::npos) return refuse_scrape("the cursor is not valid");
  }
  return {200, batch(walk, bend)};
}

}  // namespace tapedeck::fake_archive
