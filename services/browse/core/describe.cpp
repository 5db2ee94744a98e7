#include "browse/core/describe.hpp"

#include "archive/withheld.hpp"
#include "base/ensure.hpp"
#include "browse/core/allowed_html.hpp"
#include "browse/core/describe_tracks.hpp"
#include "browse/core/plain_text.hpp"
#include "json/encode.hpp"
#include "music/archive_date.hpp"
#include "music/day_part.hpp"
#include "music/lineage.hpp"
#include "music/source_kind.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <string_view>
#include <utility>

namespace tapedeck::browse {
namespace {

using messages::FileOrigin;
using messages::ItemRepair;

/// "1977-05-08T00:00:00Z" is 1977-05-08; "0000-01-01T00:00:00Z" is no date and stays as it is.
std::string day_of(std::string text) {
  if (text.size() < 10 || (text.size() > 10 && text[10] != 'T')) return text;
  auto day = text.substr(0, 10);
  return music::ConcertDate::parse(day) ? day : text;
}

std::vector<std::string> plain_lines(std::vector<std::string> texts) {
  for (auto& text : texts)
    text = plain_line(std::move(text));
  return texts;
}

FileOrigin origin_of(archive::Origin origin) {
  switch (origin) {
    case archive::Origin::original:
      return FileOrigin::original;
    case archive::Origin::derivative:
      return FileOrigin::derivative;
    case archive::Origin::metadata:
      return FileOrigin::metadata;
    case archive::Origin::unknown:
      break;
  }
  return FileOrigin::unknown;
}

/// The Archive leaves zeros away at the front of a CRC-32.
std::string crc_text(std::uint32_t crc) {
  std::array<char, 9> text{};
  std::snprintf(text.data(), text.size(), "%08x", static_cast<unsigned>(crc));
  return text.data();
}

template <class Digest>
std::optional<std::string> digest_text(const std::optional<Digest>& digest) {
  return digest ? std::optional(digest->text()) : std::nullopt;
}

/// Before anything is read from them: a title may end in "-&gt;".
void make_plain(std::vector<archive::File>& files) {
  for (auto& file : files) {
    for (auto* const text : {&file.title, &file.album, &file.creator})
      *text = plain_line(std::move(*text));
  }
}

messages::ItemFile file_of(archive::File file) {
  messages::ItemFile said{.name = std::string(file.name.text()),
                          .origin = origin_of(file.origin),
                          .format = std::move(file.format),
                          .bytes = file.bytes,
                          .md5 = digest_text(file.md5),
                          .sha1 = digest_text(file.sha1),
                          .crc32 = file.crc32 ? std::optional(crc_text(*file.crc32)) : std::nullopt,
                          .length_ms = file.length,
                          .kilobits = file.kilobits,
                          .is_private = file.is_private,
                          .made_from = {},
                          .title = std::move(file.title),
                          .track = std::move(file.track),
                          .album = std::move(file.album),
                          .creator = std::move(file.creator),
                          .modified = file.modified};
  for (const auto& name : file.made_from)
    said.made_from.emplace_back(name.text());
  return said;
}

messages::ItemReview review_of(archive::Review review) {
  return {.title = plain_line(std::move(review.title)),
          .body = plain_text(std::move(review.body)),
          .reviewer = plain_line(std::move(review.reviewer)),
          .date = std::move(review.date),
          .stars = review.stars};
}

messages::RatingSpread spread_of(const std::vector<archive::Review>& reviews) {
  messages::RatingSpread spread;
  const std::array<std::uint32_t*, 6> counts{&spread.without, &spread.one,  &spread.two,
                                             &spread.three,   &spread.four, &spread.five};
  std::uint32_t given = 0;
  std::uint32_t sum = 0;
  for (const auto& review : reviews) {
    const auto stars = std::min<std::uint8_t>(review.stars.value_or(0), 5);
    ++*counts[stars];
    if (stars == 0) continue;
    ++given;
    sum += stars;
  }
  if (given > 0) spread.average = static_cast<double>(sum) / given;
  return spread;
}

ItemRepair repair_of(archive::Repair repair) {
  using enum archive::Repair;
  switch (repair) {
    case left_out:
      return ItemRepair::left_out;
    case joined:
      return ItemRepair::joined;
    case first_taken:
      return ItemRepair::first_taken;
    case repeated:
      return ItemRepair::repeated;
    case digits_added:
      return ItemRepair::digits_added;
    case title_inherited:
      return ItemRepair::title_inherited;
    case title_from_name:
      return ItemRepair::title_from_name;
    case length_from_derivative:
      return ItemRepair::length_from_derivative;
    case order_from_numbers:
      return ItemRepair::order_from_numbers;
    case format_from_name:
      return ItemRepair::format_from_name;
    case not_sound:
      return ItemRepair::not_sound;
    case extra:
      return ItemRepair::extra;
  }
  return ItemRepair::left_out;
}

std::vector<messages::ItemNote> notes_of(const archive::Notes& notes) {
  std::vector<messages::ItemNote> said;
  for (auto& note : notes.list())
    said.push_back({repair_of(note.repair), note.count, std::move(note.places)});
  return said;
}

/// Fills in what the words of an item say of the concert and its recording.
void read_words(messages::ItemDetails& item) {
  if (const auto date = music::date_of(item.date, item.identifier)) {
    item.concert_date = date->date;
    if (date->contradicted_by) {
      const auto* const other =
          date->origin == music::DateOrigin::metadata ? "Its identifier" : "Its metadata";
      item.date_doubt = std::string(other) + " says " + date->contradicted_by->text() + ".";
    }
  }
  item.day_part = music::day_part_of(item.identifier, item.title, item.venue, item.source);
  auto source = music::classify_source({item.source, item.lineage, item.title}, item.identifier);
  item.source_kind = source.kind;
  item.source_field = source.field;
  item.source_word = std::move(source.word);
  item.lineage_steps = music::steps_of_lineage(item.lineage);
}

/// Takes the member `cache` from the end of an encoded answer.
std::string without_note(std::string text) {
  static const std::string note = ",\"cache\":" + json::encode(messages::CacheNote{}) + "}";
  ensure(text.ends_with(note), "the last member of an answer is its cache note");
  text.resize(text.size() - note.size());
  text += '}';
  return text;
}

}  // namespace

messages::FoundItem found_item(archive::SearchHit hit) {
  const bool stream_only =
      std::ranges::find(hit.collections, "stream_only") != hit.collections.end();
  const auto date = music::date_of(hit.date, hit.identifier);
  messages::FoundItem found{.identifier = std::move(hit.identifier),
                            .title = plain_line(std::move(hit.title)),
                            .creators = plain_lines(std::move(hit.creators)),
                            .date = day_of(std::move(hit.date)),
                            .concert_date = date ? std::optional(date->date) : std::nullopt,
                            .day_part = {},
                            .year = std::move(hit.year),
                            .venue = plain_line(std::move(hit.venue)),
                            .coverage = plain_line(std::move(hit.coverage)),
                            .source = plain_line(std::move(hit.source)),
                            .source_kind = {},
                            .lineage = plain_line(std::move(hit.lineage)),
                            .taper = plain_line(std::move(hit.taper)),
                            .transferer = plain_line(std::move(hit.transferer)),
                            .collections = std::move(hit.collections),
                            .formats = std::move(hit.formats),
                            .bytes = hit.bytes,
                            .downloads = hit.downloads,
                            .review_count = hit.review_count,
                            .rating = hit.rating,
                            .published = std::move(hit.published),
                            .added = std::move(hit.added),
                            .stream_only = stream_only};
  found.day_part = music::day_part_of(found.identifier, found.title, found.venue, found.source);
  found.source_kind =
      music::classify_source({found.source, found.lineage, found.title}, found.identifier).kind;
  return found;
}

messages::SearchResults results_of(archive::SearchPage page, const archive::SearchQuery& query) {
  messages::SearchResults results;
  results.total = page.total;
  results.page = query.page;
  results.per_page = query.rows;
  const auto reached = std::min<std::uint64_t>(page.total, archive::SearchQuery::window);
  results.total_pages = static_cast<std::uint32_t>(std::min<std::uint64_t>(
      (reached + query.rows - 1) / query.rows, archive::SearchQuery::window / query.rows));
  results.notes = notes_of(page.notes);
  results.results.reserve(page.hits.size());
  for (auto& hit : page.hits)
    results.results.push_back(found_item(std::move(hit)));
  return results;
}

messages::ItemDetails details_of(archive::Item item) {
  const bool stream_only = item.is_stream_only();
  const std::string withheld(archive::why_withheld(item));
  make_plain(item.files);
  messages::ItemDetails said{.identifier = item.identifier,
                             .mediatype = std::move(item.mediatype),
                             .title = plain_line(std::move(item.title)),
                             .creators = plain_lines(std::move(item.creators)),
                             .date = item.date,
                             .concert_date = {},
                             .date_doubt = {},
                             .day_part = {},
                             .year = std::move(item.year),
                             .venue = plain_line(std::move(item.venue)),
                             .coverage = plain_line(std::move(item.coverage)),
                             .source = plain_line(std::move(item.source)),
                             .source_kind = {},
                             .source_field = {},
                             .source_word = {},
                             .lineage = plain_line(std::move(item.lineage)),
                             .lineage_steps = {},
                             .taper = plain_line(std::move(item.taper)),
                             .transferer = plain_line(std::move(item.transferer)),
                             .uploader_notes = plain_text(std::move(item.notes)),
                             .description = plain_text(item.description),
                             .description_html = allowed_html(item.description),
                             .runtime = plain_line(std::move(item.runtime)),
                             .collections = std::move(item.collections),
                             .subjects = plain_lines(std::move(item.subjects)),
                             .published = std::move(item.published),
                             .added = std::move(item.added),
                             .stream_only = stream_only,
                             .can_be_downloaded = withheld.empty(),
                             .not_for_download = withheld,
                             .length_ms = {},
                             .tracks = {},
                             .sets = {},
                             .files = {},
                             .reviews = {},
                             .ratings = spread_of(item.reviews),
                             .notes = {},
                             .cache = {}};
  read_words(said);
  describe_tracks(item, said);
  said.notes = notes_of(item.repaired);
  said.files.reserve(item.files.size());
  for (auto& file : item.files)
    said.files.push_back(file_of(std::move(file)));
  said.reviews.reserve(item.reviews.size());
  for (auto& review : item.reviews)
    said.reviews.push_back(review_of(std::move(review)));
  return said;
}

std::string body_of(const messages::SearchResults& results) {
  return without_note(json::encode(results));
}

std::string body_of(const messages::ItemDetails& details) {
  return without_note(json::encode(details));
}

}  // namespace tapedeck::browse
