#include "browse/core/describe.hpp"

#include "base/ensure.hpp"
#include "browse/core/plain_text.hpp"
#include "json/encode.hpp"
#include "music/concert_date.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <initializer_list>
#include <span>
#include <string_view>
#include <utility>

namespace tapedeck::browse {
namespace {

using messages::FileOrigin;

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

messages::FoundItem found_item(archive::SearchHit hit) {
  const bool stream_only =
      std::ranges::find(hit.collections, "stream_only") != hit.collections.end();
  return {.identifier = std::move(hit.identifier),
          .title = plain_line(std::move(hit.title)),
          .creators = plain_lines(std::move(hit.creators)),
          .date = day_of(std::move(hit.date)),
          .year = std::move(hit.year),
          .venue = plain_line(std::move(hit.venue)),
          .coverage = plain_line(std::move(hit.coverage)),
          .source = plain_line(std::move(hit.source)),
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
}

template <class Digest>
std::optional<std::string> digest_text(const std::optional<Digest>& digest) {
  return digest ? std::optional(digest->text()) : std::nullopt;
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
                          .is_private = file.is_private,
                          .made_from = {},
                          .title = plain_line(std::move(file.title)),
                          .track = std::move(file.track),
                          .album = plain_line(std::move(file.album)),
                          .creator = plain_line(std::move(file.creator)),
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

std::size_t bytes_of(std::span<const std::string> texts) {
  std::size_t bytes = 0;
  for (const auto& text : texts)
    bytes += text.size();
  return bytes;
}

std::size_t bytes_of(std::initializer_list<std::string_view> texts) {
  std::size_t bytes = 0;
  for (const auto text : texts)
    bytes += text.size();
  return bytes;
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

messages::SearchResults results_of(archive::SearchPage page, const archive::SearchQuery& query) {
  messages::SearchResults results;
  results.total = page.total;
  results.page = query.page;
  results.per_page = query.rows;
  const auto reached = std::min<std::uint64_t>(page.total, archive::SearchQuery::window);
  results.total_pages = static_cast<std::uint32_t>(std::min<std::uint64_t>(
      (reached + query.rows - 1) / query.rows, archive::SearchQuery::window / query.rows));
  results.results.reserve(page.hits.size());
  for (auto& hit : page.hits)
    results.results.push_back(found_item(std::move(hit)));
  return results;
}

messages::ItemDetails details_of(archive::Item item) {
  const bool stream_only = item.is_stream_only();
  messages::ItemDetails said{.identifier = std::move(item.identifier),
                             .mediatype = std::move(item.mediatype),
                             .title = plain_line(std::move(item.title)),
                             .creators = plain_lines(std::move(item.creators)),
                             .date = std::move(item.date),
                             .year = std::move(item.year),
                             .venue = plain_line(std::move(item.venue)),
                             .coverage = plain_line(std::move(item.coverage)),
                             .source = plain_line(std::move(item.source)),
                             .lineage = plain_line(std::move(item.lineage)),
                             .taper = plain_line(std::move(item.taper)),
                             .transferer = plain_line(std::move(item.transferer)),
                             .notes = plain_text(std::move(item.notes)),
                             .description = plain_text(std::move(item.description)),
                             .runtime = plain_line(std::move(item.runtime)),
                             .collections = std::move(item.collections),
                             .subjects = plain_lines(std::move(item.subjects)),
                             .published = std::move(item.published),
                             .added = std::move(item.added),
                             .stream_only = stream_only,
                             .files = {},
                             .reviews = {},
                             .cache = {}};
  said.files.reserve(item.files.size());
  for (auto& file : item.files)
    said.files.push_back(file_of(std::move(file)));
  said.reviews.reserve(item.reviews.size());
  for (auto& review : item.reviews)
    said.reviews.push_back(review_of(std::move(review)));
  return said;
}

std::size_t work_of(const archive::SearchPage& page) {
  std::size_t text = 0;
  for (const auto& hit : page.hits) {
    text += bytes_of(hit.creators) + bytes_of(hit.collections) + bytes_of(hit.formats) +
            bytes_of({hit.title, hit.venue, hit.coverage, hit.source, hit.lineage, hit.taper,
                      hit.transferer});
  }
  return page.hits.size() + text / 1024;
}

std::size_t work_of(const archive::Item& item) {
  auto text = bytes_of(item.creators) + bytes_of(item.collections) + bytes_of(item.subjects) +
              bytes_of({item.title, item.venue, item.coverage, item.source, item.lineage,
                        item.taper, item.transferer, item.notes, item.description, item.runtime});
  for (const auto& file : item.files)
    text += bytes_of({file.title, file.album, file.creator, file.track, file.format});
  for (const auto& review : item.reviews)
    text += bytes_of({review.title, review.body, review.reviewer});
  return item.files.size() + item.reviews.size() + text / 1024;
}

std::string body_of(const messages::SearchResults& results) {
  return without_note(json::encode(results));
}

std::string body_of(const messages::ItemDetails& details) {
  return without_note(json::encode(details));
}

}  // namespace tapedeck::browse
