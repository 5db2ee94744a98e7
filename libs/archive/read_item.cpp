#include "archive/answers.hpp"
#include "archive/document.hpp"
#include "archive/length.hpp"
#include "archive/mend.hpp"

#include <boost/json/array.hpp>

#include <unordered_set>
#include <utility>

namespace tapedeck::archive {

namespace json = boost::json;

namespace {

std::unexpected<Error> no_item(const ItemIdentifier& asked, std::string_view why) {
  return fail(Errc::not_found, "The Archive has no such item.",
              std::string(asked.text()) + ": " + std::string(why));
}

std::unexpected<Error> no_metadata(const ItemIdentifier& asked, std::string_view why) {
  return fail(Errc::bad_upstream, "The Archive gave an answer that Tapedeck cannot read.",
              std::string(asked.text()) + ": " + std::string(why));
}

std::optional<Instant> unix_time(std::optional<std::uint64_t> seconds) {
  // Years 1970 to 9999, which is what an Instant can be written as.
  if (!seconds || *seconds >= 253'402'300'800U) return std::nullopt;
  return Instant{std::chrono::seconds{*seconds}};
}

Origin read_origin(std::string_view word) {
  if (word == "original") return Origin::original;
  if (word == "derivative") return Origin::derivative;
  if (word == "metadata") return Origin::metadata;
  return Origin::unknown;
}

/// The value of `key` as `parse` reads it; left out when it is there and cannot be read.
template <class T>
std::optional<T> read_as(const Fields& fields, std::string_view key,
                         std::optional<T> (*parse)(std::string_view)) {
  const auto text = fields.first(key);
  auto value = parse(text);
  if (!value && !text.empty()) fields.note(Repair::left_out, key);
  return value;
}

void read_digests(const Fields& fields, File& file) {
  // The md5 of `_files.xml` is one over names and digests, which its own bytes never have. Newer
  // items say so ("summation": "md5"), older ones (9 of 113 recorded) do not.
  if (fields.find("summation") || file.name.text().ends_with("_files.xml")) return;
  file.md5 = read_as(fields, "md5", &Md5::parse);
  file.sha1 = read_as(fields, "sha1", &Sha1::parse);
  file.crc32 = read_as(fields, "crc32", &parse_crc32);
  constexpr std::uint32_t first_of_eight_digits = 0x1000'0000;
  if (file.crc32 && *file.crc32 < first_of_eight_digits && fields.first("crc32").size() < 8) {
    fields.note(Repair::digits_added, "crc32");
  }
}

void read_made_from(const Fields& fields, File& file) {
  for (const auto& text : fields.texts("original")) {
    if (auto name = FileName::parse(text)) {
      file.made_from.push_back(std::move(*name));
    } else {
      fields.note(Repair::left_out, "original");
    }
  }
}

/// The name of the file that is the `index`th of the list.
Result<FileName> read_name(const json::object& object, std::size_t index, Notes& notes) {
  const auto entry = std::to_string(index);
  const Fields fields(object, "/files", entry, notes);
  auto name = FileName::parse(fields.first("name"));
  if (!name) fields.note(Repair::left_out, "name");
  return name;
}

void read_length(const Fields& fields, File& file) {
  const auto text = fields.first("length");
  file.length = parse_length(text);
  if (file.length || text.empty()) return;
  file.is_silent = is_no_length(text);
  if (!file.is_silent) fields.note(Repair::left_out, "length");
}

/// All but the name.
void read_file(const Fields& fields, File& file) {
  file.origin = read_origin(fields.first("source"));
  file.format = fields.text("format");
  file.bytes = fields.count("size");
  read_digests(fields, file);
  read_made_from(fields, file);
  read_length(fields, file);
  file.kilobits = fields.decimal("bitrate");
  file.is_private = fields.flag("private");
  file.title = fields.text("title");
  file.track = fields.text("track");
  file.album = fields.text("album");
  file.creator = fields.text("creator");
  file.modified = unix_time(fields.count("mtime"));
}

/// The list under `key`; empty when there is none or it is no list.
const json::array* list_of(const Fields& fields, std::string_view key) {
  const auto* value = fields.find(key);
  if (!value) return nullptr;
  if (!value->is_array()) fields.note(Repair::left_out, key);
  return value->if_array();
}

void read_files(const json::array& list, Item& item) {
  item.files.reserve(list.size());
  std::unordered_set<std::string_view> seen;  // names of those that were kept
  for (std::size_t i = 0; i < list.size(); ++i) {
    const auto* object = list[i].if_object();
    if (!object) {
      item.repaired.add(Repair::left_out, "/files", std::to_string(i));
      continue;
    }
    auto name = read_name(*object, i, item.repaired);
    if (!name) continue;
    if (seen.contains(name->text())) {
      item.repaired.add(Repair::repeated, "/files/" + std::string(name->text()), "name");
      continue;
    }
    auto& file = item.files.emplace_back(File{.name = *std::move(name), .format = {}, .bytes = {}});
    seen.insert(file.name.text());
    read_file(Fields(*object, "/files", file.name.text(), item.repaired), file);
  }
}

void read_reviews(const json::array& list, Item& item) {
  for (std::size_t i = 0; i < list.size() && i < most_reviews; ++i) {
    const auto* object = list[i].if_object();
    if (!object) continue;
    const auto entry = std::to_string(i);
    const Fields fields(*object, "/reviews", entry, item.repaired);
    Review review{.title = fields.text("reviewtitle"),
                  .body = fields.text("reviewbody", "\n"),
                  .reviewer = fields.text("reviewer"),
                  .date = std::string(fields.first("reviewdate"))};
    const auto stars = fields.count("stars");
    if (stars && *stars <= 5) review.stars = static_cast<std::uint8_t>(*stars);
    item.reviews.push_back(std::move(review));
  }
}

void read_about(const Fields& fields, Item& item) {
  item.mediatype = fields.first("mediatype");
  item.title = fields.text("title");
  item.creators = fields.texts("creator");
  item.date = fields.first("date");
  item.year = fields.first("year");
  item.venue = fields.text("venue");
  item.coverage = fields.text("coverage");
  item.source = fields.text("source");
  item.lineage = fields.text("lineage");
  item.taper = fields.text("taper");
  item.transferer = fields.text("transferer");
  item.notes = fields.text("notes", "\n");
  item.description = fields.text("description", "\n");
  item.runtime = fields.text("runtime");
  item.collections = fields.distinct("collection");
  item.subjects = fields.divided("subject");
  item.published = fields.first("publicdate");
  item.added = fields.first("addeddate");
  item.is_restricted = fields.flag("access-restricted-item");
}

}  // namespace

Result<Item> read_item(std::string body, ItemIdentifier asked) {
  auto document = Document::parse(body);
  if (!document) return failure(document);
  const auto& root = document->root();
  if (root.empty()) return no_item(asked, "the answer is {}");

  Item item{.identifier = asked};
  const Fields top(root, "", item.repaired);
  if (top.flag("is_dark")) return no_item(asked, "it has gone dark");
  if (top.find("error")) return no_metadata(asked, "error: " + top.text("error").substr(0, 200));

  const auto* metadata = top.find("metadata");
  if (!metadata || !metadata->is_object()) return no_metadata(asked, "no metadata in it");
  const Fields about(metadata->get_object(), "/metadata", item.repaired);
  if (about.first("identifier") != asked.text()) {
    return no_metadata(asked,
                       "it is about " + std::string(about.first("identifier").substr(0, 100)));
  }
  read_about(about, item);
  item.changed = unix_time(top.count("item_last_updated"));

  if (const auto* files = list_of(top, "files")) {
    if (files->size() > most_files) return no_metadata(asked, "more than 20,000 files");
    read_files(*files, item);
    mend(item);
  }
  if (const auto* reviews = list_of(top, "reviews")) read_reviews(*reviews, item);
  return item;
}

}  // namespace tapedeck::archive
