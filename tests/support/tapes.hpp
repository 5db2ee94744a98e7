#pragma once

#include "messages/catalogue.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tapedeck::test {

/// A recording as browse finds it: of Barton Hall, unless a test says otherwise.
struct Tape {
  std::string_view identifier;
  std::string artist = "Grateful Dead";
  std::string date = "1977-05-08";
  std::string venue = "Barton Hall, Cornell University";
  std::string coverage = "Ithaca, NY";
  std::string source{};
  std::string lineage{};
  std::string taper{};
  std::string transferer{};
  std::vector<std::string> collections{"GratefulDead", "etree"};
  std::vector<std::string> formats{"Flac", "VBR MP3"};
  std::optional<std::uint64_t> downloads{};
  std::optional<std::uint32_t> review_count{};
  std::optional<double> rating{};
  std::string added{};
  bool stream_only = false;
};

inline messages::FoundItem found(Tape tape) {
  auto title = tape.artist + " Live at " + tape.venue + " on " + tape.date;
  return {.identifier = ItemIdentifier::parse(tape.identifier).value(),
          .title = std::move(title),
          .creators = {tape.artist},
          .date = tape.date,
          .year = tape.date.substr(0, 4),
          .venue = tape.venue,
          .coverage = tape.coverage,
          .source = tape.source,
          .lineage = tape.lineage,
          .taper = tape.taper,
          .transferer = tape.transferer,
          .collections = tape.collections,
          .formats = tape.formats,
          .bytes = 500'000'000,
          .downloads = tape.downloads,
          .review_count = tape.review_count,
          .rating = tape.rating,
          .published = tape.added,
          .added = tape.added,
          .stream_only = tape.stream_only};
}

}  // namespace tapedeck::test
