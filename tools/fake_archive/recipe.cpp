#include "fake_archive/recipe.hpp"

#include "base/instant.hpp"
#include "base/item_identifier.hpp"
#include "fake_archive/dice.hpp"
#include "fake_archive/documents.hpp"
#include "fake_archive/track_files.hpp"

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>
#include <fmt/format.h>

#include <charconv>

namespace tapedeck::fake_archive {

namespace json = boost::json;

namespace {

json::object object_of(const json::object& object, std::string_view key) {
  const auto* const value = object.if_contains(key);
  return value != nullptr && value->is_object() ? value->as_object() : json::object();
}

bool flag(const json::object& object, std::string_view key) {
  const auto* const value = object.if_contains(key);
  return value != nullptr && value->is_bool() && value->as_bool();
}

/// `key` set to `value` where it is not there yet.
void set_default(json::object& object, std::string_view key, json::value value) {
  if (!object.contains(key)) object[key] = std::move(value);
}

/// When an item came to the Archive, made up: some day of 2004 to 2023.
std::string made_up_upload(std::string_view identifier) {
  Dice dice(identifier, 2);
  const auto year = dice.between(2004, 2023);
  const auto month = dice.between(1, 12);
  const auto day = dice.between(1, 28);
  return fmt::format("{}-{:02}-{:02} {:02}:{:02}:{:02}", year, month, day, dice.between(0, 23),
                     dice.between(0, 59), dice.between(0, 59));
}

std::int64_t seconds_of(std::string_view date) {
  constexpr std::int64_t around_2005 = 1'100'000'000;
  const auto instant = parse_instant(index_date(date));
  if (!instant) return around_2005;
  return std::chrono::duration_cast<std::chrono::seconds>(instant->time_since_epoch()).count();
}

json::object metadata_of(const json::object& artist, const json::object& recipe,
                         const std::string& identifier) {
  auto metadata = object_of(recipe, "metadata");
  const auto name = text_of(artist, "name");
  const auto date = text_of(metadata, "date");
  json::array collections{text_of(artist, "identifier"), "etree"};
  if (flag(recipe, "stream_only")) collections.emplace_back("stream_only");
  set_default(metadata, "creator", json::value(name));
  set_default(metadata, "mediatype", json::value("etree"));
  set_default(metadata, "type", json::value("sound"));
  set_default(metadata, "collection", std::move(collections));
  if (date.size() >= 4) set_default(metadata, "year", json::value(date.substr(0, 4)));
  const auto title = fmt::format("{} Live at {} on {}", name, text_of(metadata, "venue"), date);
  set_default(metadata, "title", json::value(title));
  const auto uploaded = made_up_upload(identifier);
  set_default(metadata, "addeddate", json::value(uploaded));
  set_default(metadata, "publicdate", json::value(uploaded));
  if (flag(recipe, "stream_only"))
    set_default(metadata, "access-restricted-item", json::value("true"));
  json::object ordered;
  ordered["identifier"] = identifier;
  for (auto& [key, value] : metadata) {
    if (!value.is_null()) ordered[key] = value;  // null: it is to stay away
  }
  return ordered;
}

json::array reviews_of(const json::object& recipe) {
  json::array reviews;
  const auto* const given = recipe.if_contains("reviews");
  if (given == nullptr) return reviews;
  for (const auto& entry : given->as_array()) {
    auto review = entry.as_object();
    set_default(review, "createdate", json::value(text_of(review, "reviewdate")));
    reviews.push_back(std::move(review));
  }
  return reviews;
}

/// What only the index knows: counts drawn from the name, and what the reviews add up to.
json::object index_values(const Item& item, const json::object& recipe) {
  Dice dice(item.identifier, 3);
  json::object values;
  values["downloads"] = dice.between(20, 90'000);
  values["week"] = dice.between(0, 40);
  values["month"] = dice.between(0, 160);
  double stars = 0;
  std::string latest;
  for (const auto& entry : item.reviews) {
    const auto& review = entry.as_object();
    double given = 0;
    const auto text = text_of(review, "stars");
    std::from_chars(text.data(), text.data() + text.size(), given);
    stars += given;
    latest = std::max(latest, text_of(review, "reviewdate"));
  }
  if (!item.reviews.empty()) {
    values["num_reviews"] = item.reviews.size();
    values["avg_rating"] = fmt::format("{:.2f}", stars / static_cast<double>(item.reviews.size()));
    values["reviewdate"] = index_date(latest);
  }
  for (const auto& [key, value] : object_of(recipe, "search"))
    values[key] = value;
  return values;
}

}  // namespace

CatalogueEntry artist_entry(const json::object& artist) {
  Item item;
  item.identifier = text_of(artist, "identifier");
  item.metadata["identifier"] = item.identifier;
  item.metadata["mediatype"] = "collection";
  item.metadata["collection"] = json::array{"etree"};
  item.metadata["title"] = text_of(artist, "name");
  item.metadata["creator"] = text_of(artist, "name");
  item.metadata["description"] = text_of(artist, "about");
  item.metadata["publicdate"] = made_up_upload(item.identifier);
  item.storage = made_up_storage(item.identifier, seconds_of(text_of(item.metadata, "publicdate")));
  item.storage["is_collection"] = true;
  json::object file;
  file["name"] = item.identifier + "_meta.xml";
  file["source"] = "original";
  file["format"] = "Metadata";
  item.files.push_back(std::move(file));
  auto document = document_of(item, index_values(item, artist));
  return {std::move(item), std::move(document)};
}

Result<CatalogueEntry> recording_entry(const json::object& artist, const json::object& recipe) {
  const auto identifier = text_of(recipe, "identifier");
  if (auto parsed = ItemIdentifier::parse(identifier); !parsed) return failure(parsed);
  Item item;
  item.identifier = identifier;
  item.metadata = metadata_of(artist, recipe, identifier);
  item.reviews = reviews_of(recipe);
  item.dark = flag(recipe, "dark");

  RecordingFacts facts;
  facts.identifier = identifier;
  facts.creator = text_of(artist, "name");
  facts.album =
      fmt::format("{} - {}", text_of(item.metadata, "date"), text_of(item.metadata, "venue"));
  facts.stream_only = flag(recipe, "stream_only");
  facts.reviewed = !item.reviews.empty();
  facts.uploaded = seconds_of(text_of(item.metadata, "addeddate"));
  auto files = files_of_recipe(recipe, facts);
  if (!files) return failure(files);
  item.files = std::move(*files);
  constexpr std::int64_t a_month = 30 * 86'400;
  item.storage = made_up_storage(identifier, facts.uploaded + a_month);

  CatalogueEntry entry;
  if (!flag(recipe, "unlisted")) entry.document = document_of(item, index_values(item, recipe));
  if (!flag(recipe, "missing")) entry.item = std::move(item);
  return entry;
}

}  // namespace tapedeck::fake_archive
