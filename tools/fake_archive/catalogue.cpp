#include "fake_archive/catalogue.hpp"

#include "fake_archive/gzip.hpp"
#include "fake_archive/recipe.hpp"
#include "fake_archive/tour.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

#include <algorithm>
#include <set>
#include <vector>

namespace tapedeck::fake_archive {

namespace json = boost::json;
namespace fs = std::filesystem;

namespace {

auto wrong_file(const fs::path& path, std::string_view why) {
  return fail(Errc::malformed,
              "The file " + path.string() + " cannot be used: " + std::string(why));
}

/// The files of a folder that end so, in the order of their names.
std::vector<fs::path> files_in(const fs::path& folder, std::string_view ending) {
  std::vector<fs::path> paths;
  std::error_code none;
  for (const auto& entry : fs::directory_iterator(folder, none)) {
    if (entry.path().filename().string().ends_with(ending)) paths.push_back(entry.path());
  }
  std::ranges::sort(paths);
  return paths;
}

Result<json::object> read_object(const fs::path& path) {
  const auto text = read_file(path);
  if (!text) return failure(text);
  boost::system::error_code error;
  auto value = json::parse(*text, error);
  if (error) return wrong_file(path, error.message());
  if (!value.is_object()) return wrong_file(path, "it is no JSON object");
  return std::move(value.as_object());
}

/// The recipes of one catalogue file: those written out, then those of its tour.
json::array recipes_of(const json::object& file) {
  json::array recipes;
  if (const auto* const given = file.if_contains("recordings")) recipes = given->as_array();
  if (const auto* const tour = file.if_contains("tour")) {
    for (auto& recipe : recordings_of_tour(tour->as_object()))
      recipes.push_back(std::move(recipe));
  }
  return recipes;
}

Result<std::vector<CatalogueEntry>> entries_of(const fs::path& path) {
  const auto file = read_object(path);
  if (!file) return failure(file);
  std::vector<CatalogueEntry> entries;
  try {
    const auto& artist = file->at("artist").as_object();
    entries.push_back(artist_entry(artist));
    for (const auto& recipe : recipes_of(*file)) {
      auto entry = recording_entry(artist, recipe.as_object());
      if (!entry) return wrong_file(path, entry.error().message);
      entries.push_back(std::move(*entry));
    }
  } catch (const std::exception& error) {  // Boost.JSON's word for a value of another type
    return wrong_file(path, error.what());
  }
  return entries;
}

/// The recorded search hits of a folder; none is no error.
Result<Documents> recorded_documents(const fs::path& folder) {
  Documents documents;
  auto paths = files_in(folder, "search-docs.jsonl.gz");
  std::ranges::copy(files_in(folder, "search-docs.jsonl"), std::back_inserter(paths));
  std::error_code none;
  for (const auto& entry : fs::directory_iterator(folder, none)) {
    if (entry.is_directory())
      std::ranges::copy(files_in(entry.path(), "search-docs.jsonl.gz"), std::back_inserter(paths));
  }
  for (const auto& path : paths) {
    const auto text = read_file(path);
    if (!text) return failure(text);
    for (std::size_t at = 0; at < text->size();) {
      const auto end = std::min(text->find('\n', at), text->size());
      boost::system::error_code error;
      auto value = json::parse(std::string_view(*text).substr(at, end - at), error);
      if (error || !value.is_object()) return wrong_file(path, "a line is no JSON object");
      documents.push_back(std::move(value.as_object()));
      at = end + 1;
    }
  }
  return documents;
}

/// An item as /metadata gave it.
Item recorded_item(json::object answer) {
  Item item;
  if (auto* const metadata = answer.if_contains("metadata")) item.metadata = metadata->as_object();
  if (auto* const files = answer.if_contains("files")) item.files = files->as_array();
  if (auto* const reviews = answer.if_contains("reviews")) item.reviews = reviews->as_array();
  item.identifier = text_of(item.metadata, "identifier");
  for (const auto* const key :
       {"metadata", "files", "reviews", "created", "files_count", "item_size"})
    answer.erase(key);
  item.storage = std::move(answer);
  return item;
}

}  // namespace

Result<Catalogue> Catalogue::open(const fs::path& folder) {
  const auto paths = files_in(folder, ".json");
  if (paths.empty())
    return fail(Errc::not_found, "There is no catalogue in " + folder.string() + ".");
  Catalogue catalogue;
  for (const auto& path : paths) {
    auto entries = entries_of(path);
    if (!entries) return failure(entries);
    for (auto& entry : *entries) {
      if (entry.document) catalogue.documents_.push_back(std::move(*entry.document));
      if (!entry.item) continue;
      const auto identifier = entry.item->identifier;
      if (!catalogue.items_.emplace(identifier, std::move(*entry.item)).second)
        return wrong_file(path, "it names " + identifier + " again");
    }
  }
  return catalogue;
}

Result<Catalogue> Catalogue::open_recorded(const fs::path& folder) {
  auto paths = files_in(folder / "items", ".json");
  if (paths.empty()) paths = files_in(folder, ".json");
  if (paths.empty()) return fail(Errc::not_found, "There are no items in " + folder.string() + ".");
  auto documents = recorded_documents(folder);
  if (!documents) return failure(documents);
  Catalogue catalogue;
  catalogue.documents_ = std::move(*documents);
  std::set<std::string, std::less<>> listed;
  for (const auto& document : catalogue.documents_)
    listed.insert(text_of(document, "identifier"));
  for (const auto& path : paths) {
    auto answer = read_object(path);
    if (!answer) return failure(answer);
    Item item;
    try {
      item = recorded_item(std::move(*answer));
    } catch (const std::exception& error) {  // Boost.JSON's word for a value of another type
      return wrong_file(path, error.what());
    }
    if (item.identifier.empty()) return wrong_file(path, "it has no identifier");
    if (!listed.contains(item.identifier))
      catalogue.documents_.push_back(document_of(item, json::object()));
    catalogue.items_.emplace(item.identifier, std::move(item));
  }
  return catalogue;
}

const Item* Catalogue::find(std::string_view identifier) const {
  const auto found = items_.find(identifier);
  return found == items_.end() ? nullptr : &found->second;
}

}  // namespace tapedeck::fake_archive
