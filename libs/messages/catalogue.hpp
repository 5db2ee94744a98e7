#pragma once

#include "base/instant.hpp"
#include "base/item_identifier.hpp"
#include "json/fields.hpp"

#include <boost/describe.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tapedeck::messages {

/// How old an answer of browse is.
enum class CacheStatus : std::uint8_t {
  miss,   ///< The Archive was asked just now.
  fresh,  ///< From the cache, within its time.
  stale,  ///< From the cache, past its time: the Archive is away, or is being asked meanwhile.
};
BOOST_DESCRIBE_ENUM(CacheStatus, miss, fresh, stale)

/// Where an answer of browse came from.
struct CacheNote {
  CacheStatus status = CacheStatus::miss;
  std::chrono::seconds age_seconds{0};  ///< Since the Archive said so.
};
BOOST_DESCRIBE_STRUCT(CacheNote, (), (status, age_seconds))

constexpr auto json_fields(std::type_identity<CacheNote>) {
  return json::fields(
      "Where the answer came from.",
      json::field(&CacheNote::status)
          .about("miss: the Archive was asked just now; stale: past its time, because the Archive "
                 "is away or is being asked meanwhile."),
      json::field(&CacheNote::age_seconds).about("How long ago the Archive said so."));
}

/// One item as the Archive's search index knows it. Empty means that it does not say.
struct FoundItem {
  ItemIdentifier identifier;
  std::string title;
  std::vector<std::string> creators;
  std::string date;  ///< `YYYY-MM-DD` where the index has one that can be read, else as it is.
  std::string year;
  std::string venue;
  std::string coverage;
  std::string source;
  std::string lineage;
  std::string taper;
  std::string transferer;
  std::vector<std::string> collections;
  std::vector<std::string> formats;
  std::optional<std::uint64_t> bytes;
  std::optional<std::uint64_t> downloads;
  std::optional<std::uint32_t> review_count;
  std::optional<double> rating;  ///< 0 to 5 stars.
  std::string published;
  std::string added;
  bool stream_only = false;  ///< Its lossless files are withheld by the artist's wish.
};
BOOST_DESCRIBE_STRUCT(FoundItem, (),
                      (identifier, title, creators, date, year, venue, coverage, source, lineage,
                       taper, transferer, collections, formats, bytes, downloads, review_count,
                       rating, published, added, stream_only))

constexpr auto json_fields(std::type_identity<FoundItem>) {
  return json::fields(
      "One item as the Archive's search index knows it; empty texts are what it does not say.",
      json::field(&FoundItem::date).about("YYYY-MM-DD where it can be read as one."),
      json::field(&FoundItem::coverage).about("Where the venue is, usually a city and a state."),
      json::field(&FoundItem::bytes).about("All its files together."),
      json::field(&FoundItem::rating).about("0 to 5 stars; null without reviews."),
      json::field(&FoundItem::stream_only)
          .about("Its lossless files are withheld by the artist's wish."));
}

/// What GET /browse/search answers.
struct SearchResults {
  std::uint64_t total = 0;
  std::uint32_t page = 1;
  std::uint32_t per_page = 50;
  std::uint32_t total_pages = 0;
  std::vector<FoundItem> results;
  CacheNote cache;
};
BOOST_DESCRIBE_STRUCT(SearchResults, (), (total, page, per_page, total_pages, results, cache))

constexpr auto json_fields(std::type_identity<SearchResults>) {
  return json::fields("One page of what a search has found.",
                      json::field(&SearchResults::total).about("On all pages together."));
}

/// A file's place in its item.
enum class FileOrigin : std::uint8_t { unknown, original, derivative, metadata };
BOOST_DESCRIBE_ENUM(FileOrigin, unknown, original, derivative, metadata)

/// One file of an item.
struct ItemFile {
  std::string name;  ///< May hold `/`: a folder in the item.
  FileOrigin origin = FileOrigin::unknown;
  std::string format;
  std::optional<std::uint64_t> bytes;
  std::optional<std::string> md5;
  std::optional<std::string> sha1;
  std::optional<std::string> crc32;  ///< Eight hexadecimal digits.
  std::optional<std::chrono::milliseconds> length_ms;
  bool is_private = false;  ///< The Archive hands it to nobody.
  std::vector<std::string> made_from;
  std::string title;
  std::string track;
  std::string album;
  std::string creator;
  std::optional<Instant> modified;
};
BOOST_DESCRIBE_STRUCT(ItemFile, (),
                      (name, origin, format, bytes, md5, sha1, crc32, length_ms, is_private,
                       made_from, title, track, album, creator, modified))

constexpr auto json_fields(std::type_identity<ItemFile>) {
  return json::fields(
      "One file of an item.",
      json::field(&ItemFile::name).about("May hold slashes: folders in the item."),
      json::field(&ItemFile::origin)
          .about("Uploaded, made by the Archive from another file, or "
                 "written by the Archive about the item."),
      json::field(&ItemFile::crc32).about("Eight hexadecimal digits."),
      json::field(&ItemFile::length_ms).about("Of its sound; wrong for Shorten."),
      json::field(&ItemFile::is_private).about("The Archive hands it to nobody."),
      json::field(&ItemFile::made_from).about("The files a derivative was made from."));
}

/// One listener's opinion of an item.
struct ItemReview {
  std::string title;
  std::string body;
  std::string reviewer;
  std::string date;
  std::optional<std::uint8_t> stars;
};
BOOST_DESCRIBE_STRUCT(ItemReview, (), (title, body, reviewer, date, stars))

/// What GET /browse/items/{identifier} answers.
struct ItemDetails {
  ItemIdentifier identifier;
  std::string mediatype;
  std::string title;
  std::vector<std::string> creators;
  std::string date;  ///< As the uploader wrote it.
  std::string year;
  std::string venue;
  std::string coverage;
  std::string source;
  std::string lineage;
  std::string taper;
  std::string transferer;
  std::string notes;
  std::string description;
  std::string runtime;
  std::vector<std::string> collections;
  std::vector<std::string> subjects;
  std::string published;
  std::string added;
  bool stream_only = false;
  std::vector<ItemFile> files;
  std::vector<ItemReview> reviews;
  CacheNote cache;
};
BOOST_DESCRIBE_STRUCT(ItemDetails, (),
                      (identifier, mediatype, title, creators, date, year, venue, coverage, source,
                       lineage, taper, transferer, notes, description, runtime, collections,
                       subjects, published, added, stream_only, files, reviews, cache))

constexpr auto json_fields(std::type_identity<ItemDetails>) {
  return json::fields(
      "One item: what its uploader says about it, and its files. Texts are plain: HTML of the "
      "uploader's has been taken out.",
      json::field(&ItemDetails::date).about("As the uploader wrote it."),
      json::field(&ItemDetails::stream_only)
          .about("Its lossless files are withheld by the artist's wish."));
}

/// What one entry of a directory is.
enum class EntryKind : std::uint8_t { folder, file };
BOOST_DESCRIBE_ENUM(EntryKind, folder, file)

/// One entry of a folder of an item.
struct DirectoryEntry {
  std::string name;  ///< Without the folders before it.
  EntryKind kind = EntryKind::file;
  std::optional<std::uint64_t> bytes;  ///< Of a folder: all files under it together.
  std::uint32_t files = 1;             ///< Under a folder.
  std::string format;                  ///< Empty for folders.
  std::optional<Instant> modified;
};
BOOST_DESCRIBE_STRUCT(DirectoryEntry, (), (name, kind, bytes, files, format, modified))

/// What GET /browse/directory/{identifier} answers.
struct Directory {
  ItemIdentifier identifier;
  std::string path;  ///< The folder that is shown; empty for the item itself.
  std::vector<DirectoryEntry> entries;
  CacheNote cache;
};
BOOST_DESCRIBE_STRUCT(Directory, (), (identifier, path, entries, cache))

}  // namespace tapedeck::messages
