// The order of search hits and the choice of their fields: shared by search.cpp and scrape.cpp.

#include "fake_archive/dice.hpp"
#include "fake_archive/search.hpp"

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>
#include <boost/json/value_to.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <variant>

namespace tapedeck::fake_archive {

namespace json = boost::json;

namespace {

struct SortKey {
  std::string field;
  bool descending = false;
};

/// "date desc", "date:desc", "-date" or "date".
SortKey read_sort(std::string_view text) {
  SortKey key;
  if (text.starts_with('-')) {
    key.descending = true;
    text.remove_prefix(1);
  }
  const auto end = text.find_first_of(" :+");
  key.field = text.substr(0, end);
  if (end != std::string_view::npos && text.substr(end + 1) == "desc") key.descending = true;
  if (key.field == "titleSorter") key.field = "title";
  if (key.field == "creatorSorter") key.field = "creator";
  return key;
}

using SortValue = std::variant<std::monostate, double, std::string>;

SortValue value_of(const json::object& document, const std::string& field) {
  if (field == "random")
    return static_cast<double>(Dice(text_of(document, "identifier"), 1).next());
  const auto* value = document.if_contains(field);
  if (value == nullptr) return {};
  if (value->is_array()) {
    if (value->get_array().empty()) return {};
    value = &value->get_array().front();
  }
  if (value->is_string()) return std::string(std::string_view(value->get_string()));
  if (value->is_number()) return value->to_number<double>();
  return {};
}

/// -1, 0 or 1; what has no value comes last.
int compare(const SortValue& a, const SortValue& b, bool descending) {
  const bool a_absent = a.index() == 0;
  const bool b_absent = b.index() == 0;
  if (a_absent || b_absent) return static_cast<int>(a_absent) - static_cast<int>(b_absent);
  const int order = a < b ? -1 : (b < a ? 1 : 0);
  return descending ? -order : order;
}

}  // namespace

void sort_documents(std::vector<const json::object*>& found,
                    const std::vector<std::string>& sorts) {
  std::vector<SortKey> keys;
  for (const auto& sort : sorts)
    keys.push_back(read_sort(sort));
  keys.push_back({"identifier", false});

  struct Row {
    const json::object* document;
    std::vector<SortValue> values;
  };
  std::vector<Row> rows;
  for (const auto* const document : found) {
    Row row{document, {}};
    for (const auto& key : keys)
      row.values.push_back(value_of(*document, key.field));
    rows.push_back(std::move(row));
  }
  std::ranges::sort(rows, [&keys](const Row& a, const Row& b) {
    for (std::size_t i = 0; i < keys.size(); ++i) {
      const int order = compare(a.values[i], b.values[i], keys[i].descending);
      if (order != 0) return order < 0;
    }
    return false;
  });
  std::ranges::transform(rows, found.begin(), &Row::document);
}

json::object pick_fields(const json::object& document, const std::vector<std::string>& fields) {
  json::object picked;
  for (const auto& field : fields) {
    if (const auto* const value = document.if_contains(field)) picked[field] = *value;
  }
  return picked;
}

std::vector<std::string> cut_list(std::string_view text) {
  std::vector<std::string> list;
  while (!text.empty()) {
    const auto comma = std::min(text.find(','), text.size());
    auto entry = text.substr(0, comma);
    text.remove_prefix(std::min(comma + 1, text.size()));
    while (entry.starts_with(' '))
      entry.remove_prefix(1);
    while (entry.ends_with(' '))
      entry.remove_suffix(1);
    if (!entry.empty()) list.emplace_back(entry);
  }
  return list;
}

std::optional<std::string> parameter(const Parameters& parameters, std::string_view name) {
  const auto found = std::ranges::find(parameters, name, &Parameters::value_type::first);
  if (found == parameters.end()) return std::nullopt;
  return found->second;
}

}  // namespace tapedeck::fake_archive
