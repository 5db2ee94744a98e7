#include "fake_archive/documents.hpp"

#include <boost/json/value.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <set>

namespace tapedeck::fake_archive {

namespace json = boost::json;

namespace {

/// What goes over into the index as it is.
constexpr auto copied = std::to_array<std::string_view>(
    {"title", "creator", "mediatype", "collection", "description", "subject", "venue", "coverage",
     "source", "lineage", "taper", "transferer", "notes", "publisher", "type", "runtime"});

constexpr auto dates = std::to_array<std::string_view>({"date", "publicdate", "addeddate"});

bool is_date(std::string_view text) {
  constexpr std::string_view shape = "0000-00-00";
  if (text.size() > shape.size()) text = text.substr(0, shape.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool digit = text[i] >= '0' && text[i] <= '9';
    if (shape[i] == '0' ? !digit : text[i] != '-') return false;
  }
  return text.size() == 4 || text.size() == 7 || text.size() == 10;
}

/// When the item changed: one moment, or several, as the index writes them.
json::value changes_of(const json::value& said) {
  if (said.is_string()) return json::value(index_date(said.get_string()));
  json::array moments;
  for (const auto& moment : said.as_array())
    moments.emplace_back(index_date(moment.as_string()));
  return moments;
}

/// The formats of an item's files, each once, in order.
json::value formats_of(const Item& item) {
  std::set<std::string> formats;
  for (const auto& file : item.files)
    formats.insert(text_of(file.as_object(), "format"));
  if (formats.size() == 1) return json::value(*formats.begin());
  json::array list;
  for (const auto& format : formats)
    list.emplace_back(format);
  return list;
}

}  // namespace

std::string index_date(std::string_view date) {
  if (!is_date(date)) return std::string(date);
  constexpr std::string_view first = "0000-01-01T00:00:00Z";
  std::string moment(date);
  if (moment.size() >= 19) {
    moment[10] = 'T';
    moment.resize(19);
    return moment + "Z";
  }
  moment.resize(std::min<std::size_t>(moment.size(), 10));
  moment += first.substr(moment.size());
  for (const std::size_t part : {5UL, 8UL}) {
    if (moment.compare(part, 2, "00") == 0) moment.replace(part, 2, "01");
  }
  return moment;
}

json::object document_of(const Item& item, const json::object& overrides) {
  json::object document;
  document["identifier"] = item.identifier;
  for (const auto key : copied) {
    if (const auto* const value = item.metadata.if_contains(key)) document[key] = *value;
  }
  for (const auto key : dates) {
    const auto text = text_of(item.metadata, key);
    if (!text.empty()) document[key] = index_date(text);
  }
  if (const auto* const changed = item.metadata.if_contains("updatedate"))
    document["updatedate"] = changes_of(*changed);
  const auto year = text_of(item.metadata, "year");
  int number = 0;
  const auto [end, error] = std::from_chars(year.data(), year.data() + year.size(), number);
  if (error == std::errc{} && end == year.data() + year.size()) document["year"] = number;
  if (!item.files.empty()) document["format"] = formats_of(item);
  for (const auto& [key, value] : overrides) {
    if (value.is_null()) {
      document.erase(key);
    } else {
      document[key] = value;
    }
  }
  return document;
}

}  // namespace tapedeck::fake_archive
