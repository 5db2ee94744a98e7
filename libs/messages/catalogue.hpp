#pragma once

#include "base/instant.hpp"
#include "base/item_identifier.hpp"
#include "json/fields.hpp"
#include "messages/music_words.hpp"
#include "messages/tracks.hpp"

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
  std::string title{};
  std::vector<std::string> creators{};
  std::string date{};  ///< `YYYY-MM-DD` where the index has one that can be read, else as it is.
  std::optional<music::ConcertDate> concert_date{};  ///< Of the date, or else of the identifier.
  music::DayPart day_part = music::DayPart::unsaid;
  std::string year{};
  std::string venue{};
  std::string coverage{};
  std::string source{};
  music::SourceKind source_kind = music::SourceKind::unknown;
  std::string lineage{};
  std::string taper{};
  std::string transferer{};
  std::vector<std::string> collections{};
  std::vector<std::string> formats{};
  std::optional<std::uint64_t> bytes{};
  std::optional<std::uint64_t> downloads{};
  std::optional<std::uint32_t> review_count{};
  std::optional<double> rating{};  ///< 0 to 5 stars.
  std::string published{};
  std::string added{};
  bool stream_only = false;  ///< Its lossless files are withheld by the artist's wish.
};
BOOST_DESCRIBE_STRUCT(FoundItem, (),
                      (identifier, title, creators, date, concert_date, day_part, year, venue,
                       coverage, source, source_kind, lineage, taper, transferer, collections,
                       formats, bytes, downloads, review_count, rating, published, added,
                       stream_only))

constexpr auto json_fields(std::type_identity<FoundItem>) {
  return json::fields(
      "One item as the Archive's search index knows it; empty texts are what it does not say.",
      json::field(&FoundItem::date).about("YYYY-MM-DD where it can be read as one."),
      json::field(&FoundItem::concert_date).about("The day it is of, XX for what is not known."),
      // Concerts that an older program has kept say neither.
      json::field(&FoundItem::day_part).otherwise(music::DayPart::unsaid),
      json::field(&FoundItem::source_kind).otherwise(music::SourceKind::unknown),
      json::field(&FoundItem::coverage).about("Where the venue is, usually a city and a state."),
      json::field(&FoundItem::bytes).about("All its files together."),
      json::field(&FoundItem::rating).about("0 to 5 stars; null without reviews."),
      json::field(&FoundItem::stream_only)
          .about("Its lossless files are withheld by the artist's wish."));
}

/// What had to be done to something before it could be used (archive/notes.hpp).
enum class ItemRepair : std::uint8_t {
  left_out,
  joined,
  first_taken,
  repeated,
  digits_added,
  title_inherited,
  title_from_name,
  length_from_derivative,
  order_from_numbers,
  format_from_name,
  not_sound,
  extra,
};
BOOST_DESCRIBE_ENUM(ItemRepair, left_out, joined, first_taken, repeated, digits_added,
                    title_inherited, title_from_name, length_from_derivative, order_from_numbers,
                    format_from_name, not_sound, extra)

/// One kind of repair in an item, or in a page of a search.
struct ItemNote {
  ItemRepair repair = ItemRepair::left_out;
  std::uint32_t count = 0;
  std::vector<std::string> places;  ///< The first few.
};
BOOST_DESCRIBE_STRUCT(ItemNote, (), (repair, count, places))

constexpr auto json_fields(std::type_identity<ItemNote>) {
  return json::fields("What had to be repaired before it could be used, and how often.",
                      json::field(&ItemNote::places).about("The first few places."));
}

/// What GET /browse/search answers.
struct SearchResults {
  std::uint64_t total = 0;
  std::uint32_t page = 1;
  std::uint32_t per_page = 50;
  std::uint32_t total_pages = 0;
  std::vector<FoundItem> results;
  std::vector<ItemNote> notes;
  CacheNote cache;
};
BOOST_DESCRIBE_STRUCT(SearchResults, (),
                      (total, page, per_page, total_pages, results, notes, cache))

constexpr auto json_fields(std::type_identity<SearchResults>) {
  return json::fields(
      "One page of what a search has found.",
      json::field(&SearchResults::total).about("On all pages together."),
      json::field(&SearchResults::notes).about("What had to be repaired to read this page."));
}

/// A file's place in its item.
enum class FileOrigin : std::uint8_t { unknown, original, derivative, metadata };
BOOST_DESCRIBE_ENUM(FileOrigin, unknown, original, derivative, metadata)

/// One file of an item.
struct ItemFile {
  std::string name{};  ///< May hold `/`: a folder in the item.
  FileOrigin origin = FileOrigin::unknown;
  std::string format{};
  std::optional<std::uint64_t> bytes{};
  std::optional<std::string> md5{};
  std::optional<std::string> sha1{};
  std::optional<std::string> crc32{};  ///< Eight hexadecimal digits.
  std::optional<std::chrono::milliseconds> length_ms{};
  std::optional<double> kilobits{};  ///< A second, of lossy sound.
  bool is_private = false;           ///< The Archive hands it to nobody.
  std::vector<std::string> made_from{};
  std::string title{};
  std::string track{};
  std::string album{};
  std::string creator{};
  std::optional<Instant> modified{};
};
BOOST_DESCRIBE_STRUCT(ItemFile, (),
                      (name, origin, format, bytes, md5, sha1, crc32, length_ms, kilobits,
                       is_private, made_from, title, track, album, creator, modified))

constexpr auto json_fields(std::type_identity<ItemFile>) {
  return json::fields(
      "One file of an item.",
      json::field(&ItemFile::name).about("May hold slashes: folders in the item."),
      json::field(&ItemFile::origin)
          .about("Uploaded, made by the Archive from another file, or "
                 "written by the Archive about the item."),
      json::field(&ItemFile::crc32).about("Eight hexadecimal digits."),
      json::field(&ItemFile::length_ms).about("Of its sound; of Shorten that of a derivative."),
      json::field(&ItemFile::kilobits).about("A second, of lossy sound."),
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

/// How many reviews give how many stars.
struct RatingSpread {
  std::uint32_t one = 0;
  std::uint32_t two = 0;
  std::uint32_t three = 0;
  std::uint32_t four = 0;
  std::uint32_t five = 0;
  std::uint32_t without = 0;      ///< Reviews that give no stars.
  std::optional<double> average;  ///< Of those that give some.
};
BOOST_DESCRIBE_STRUCT(RatingSpread, (), (one, two, three, four, five, without, average))

constexpr auto json_fields(std::type_identity<RatingSpread>) {
  return json::fields("How many reviews give how many stars.",
                      json::field(&RatingSpread::without).about("Reviews that give none."),
                      json::field(&RatingSpread::average).about("Of those that give some."));
}

/// What GET /browse/items/{identifier} answers.
struct ItemDetails {
  ItemIdentifier identifier;
  std::string mediatype{};
  std::string title{};
  std::vector<std::string> creators{};
  std::string date{};                                ///< As the uploader wrote it.
  std::optional<music::ConcertDate> concert_date{};  ///< The day it is of.
  std::string date_doubt{};  ///< Why that may be wrong; empty when nothing speaks against it.
  music::DayPart day_part = music::DayPart::unsaid;
  std::string year{};
  std::string venue{};
  std::string coverage{};
  std::string source{};
  music::SourceKind source_kind = music::SourceKind::unknown;
  music::SourceField source_field = music::SourceField::none;  ///< Where the kind was read.
  std::string source_word{};                                   ///< And in which word.
  std::string lineage{};
  std::vector<std::string> lineage_steps{};
  std::string taper{};
  std::string transferer{};
  std::string uploader_notes{};
  std::string description{};
  std::string description_html{};  ///< Safe on any page (browse/core/allowed_html.hpp).
  std::string runtime{};
  std::vector<std::string> collections{};
  std::vector<std::string> subjects{};
  std::string published{};
  std::string added{};
  bool stream_only = false;
  bool can_be_downloaded = false;
  std::string not_for_download{};                        ///< Why not; empty when it can.
  std::optional<std::chrono::milliseconds> length_ms{};  ///< Of the tracks whose length is known.
  std::vector<ItemTrack> tracks{};
  std::vector<ItemSet> sets{};
  std::vector<ItemFile> files{};
  std::vector<ItemReview> reviews{};
  RatingSpread ratings{};
  std::vector<ItemNote> notes{};
  CacheNote cache{};
};
BOOST_DESCRIBE_STRUCT(ItemDetails, (),
                      (identifier, mediatype, title, creators, date, concert_date, date_doubt,
                       day_part, year, venue, coverage, source, source_kind, source_field,
                       source_word, lineage, lineage_steps, taper, transferer, uploader_notes,
                       description, description_html, runtime, collections, subjects, published,
                       added, stream_only, can_be_downloaded, not_for_download, length_ms, tracks,
                       sets, files, reviews, ratings, notes, cache))

constexpr auto json_fields(std::type_identity<ItemDetails>) {
  return json::fields(
      "One item: what its uploader says about it, and its files. Texts are plain: HTML of the "
      "uploader's has been taken out, but for description_html.",
      json::field(&ItemDetails::date).about("As the uploader wrote it."),
      json::field(&ItemDetails::concert_date).about("The day it is of, XX for what is not known."),
      json::field(&ItemDetails::date_doubt).about("Why that may be wrong; empty when it is sure."),
      json::field(&ItemDetails::source_field).about("Where the kind of source was read."),
      json::field(&ItemDetails::source_word).about("The word it was read from."),
      json::field(&ItemDetails::lineage_steps).about("The lineage, machine by machine."),
      json::field(&ItemDetails::description_html)
          .about(
              "The description as HTML that is safe on any page: paragraphs, line ends, lists, "
              "quotations, bold, italic and underlined words, links to the web; no other tag, and "
              "no attribute but a link's address and the target and rel it is given here."),
      json::field(&ItemDetails::stream_only)
          .about("Its lossless files are withheld by the artist's wish."),
      json::field(&ItemDetails::not_for_download).about("Why it cannot be downloaded; else empty."),
      json::field(&ItemDetails::length_ms).about("Of the tracks whose length is known."),
      json::field(&ItemDetails::tracks).about("In the order in which they were played."),
      json::field(&ItemDetails::sets).about("Empty when nothing tells where they begin."),
      json::field(&ItemDetails::notes).about("What had to be repaired to read the item."));
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
  std::optional<std::string> sha1;     ///< Of files the Archive has one of.
  std::optional<std::string> md5;
  std::optional<Instant> modified;
};
BOOST_DESCRIBE_STRUCT(DirectoryEntry, (), (name, kind, bytes, files, format, sha1, md5, modified))

/// What GET /browse/directory/{identifier} answers.
struct Directory {
  ItemIdentifier identifier;
  std::string path;  ///< The folder that is shown; empty for the item itself.
  std::vector<DirectoryEntry> entries;
  CacheNote cache;
};
BOOST_DESCRIBE_STRUCT(Directory, (), (identifier, path, entries, cache))

}  // namespace tapedeck::messages
