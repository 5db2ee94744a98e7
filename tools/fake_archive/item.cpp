#include "fake_archive/item.hpp"

#include "fake_archive/dice.hpp"

#include <boost/json/value.hpp>
#include <fmt/format.h>

#include <algorithm>

namespace tapedeck::fake_archive {

namespace json = boost::json;

std::string text_of(const json::object& object, std::string_view key) {
  const auto* const value = object.if_contains(key);
  if (value == nullptr || !value->is_string()) return {};
  return std::string(std::string_view(value->get_string()));
}

std::vector<std::string> texts_of(const json::object& object, std::string_view key) {
  const auto* const value = object.if_contains(key);
  if (value == nullptr) return {};
  if (value->is_string()) return {text_of(object, key)};
  std::vector<std::string> texts;
  if (const auto* const list = value->if_array()) {
    for (const auto& entry : *list) {
      if (entry.is_string()) texts.emplace_back(std::string_view(entry.get_string()));
    }
  }
  return texts;
}

bool is_stream_only(const Item& item) {
  const auto collections = texts_of(item.metadata, "collection");
  return std::ranges::find(collections, "stream_only") != collections.end();
}

json::object made_up_storage(std::string_view identifier, std::int64_t last_updated) {
  Dice dice(identifier);
  const auto node = [&dice] {
    return fmt::format("ia{}.us.archive.org", dice.between(600'000, 999'999));
  };
  const auto first = node();
  const auto second = node();
  json::object storage;
  storage["d1"] = first;
  storage["d2"] = second;
  storage["dir"] = fmt::format("/{}/items/{}", dice.between(1, 35), identifier);
  storage["item_last_updated"] = last_updated;
  storage["server"] = first;
  storage["uniq"] = dice.between(100'000'000, 2'000'000'000);
  storage["workable_servers"] = json::array{first, second};
  return storage;
}

}  // namespace tapedeck::fake_archive
