#include "messages/catalogue_walk.hpp"
#include "service/browse/browse_deck.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

using namespace tapedeck;
using namespace tapedeck::test;

namespace {

messages::ItemDetails open(BrowseDeck& deck, std::string_view name) {
  return deck.read<messages::ItemDetails>("/browse/items/" + std::string(name));
}

/// All lines of a catalogue, in order.
std::vector<messages::CatalogueLine> catalogue_lines(BrowseDeck& deck,
                                                     const std::string& cursor = {}) {
  const auto answer =
      deck.get("/browse/catalogue?cursor=" + cursor, {Tapedeck::as_service("browse")});
  REQUIRE(answer.status == 200);
  std::vector<messages::CatalogueLine> lines;
  for (std::string_view left = answer.body; !left.empty();) {
    const auto end = left.find('\n');
    REQUIRE(end != left.npos);
    auto line = json::decode<messages::CatalogueLine>(left.substr(0, end));
    REQUIRE(line);
    lines.push_back(std::move(*line));
    left.remove_prefix(end + 1);
  }
  return lines;
}

/// The names of its items, each as often as it came.
std::vector<std::string> names_in(const std::vector<messages::CatalogueLine>& lines) {
  std::vector<std::string> names;
  for (const auto& line : lines) {
    if (line.item) names.emplace_back(line.item->found.identifier.text());
  }
  return names;
}

}  // namespace

TEST_CASE("an item tells its tracks, each with what it can be had in") {
  BrowseDeck deck(site());
  const auto item = open(deck, soundboard);
  REQUIRE_FALSE(item.tracks.empty());
  std::uint32_t position = 0;
  for (const auto& track : item.tracks) {
    CHECK(track.position == ++position);
    CHECK_FALSE(track.title.empty());
    CHECK_FALSE(track.title.ends_with('>'));
    REQUIRE_FALSE(track.renditions.empty());
    CHECK(track.renditions.front().lossless);
    CHECK(track.renditions.front().sha1);
    CHECK(track.length_ms);
  }
  CHECK(item.length_ms);
  CHECK(item.source_kind == music::SourceKind::soundboard);
  CHECK(item.source_field == music::SourceField::source);
  CHECK(item.source_word == "sbd");
  CHECK(item.concert_date == music::ConcertDate::of(1977, 5, 8));
}

TEST_CASE("an item that may only be streamed says why it cannot be downloaded") {
  BrowseDeck deck(site());
  const auto item = open(deck, soundboard);
  CHECK(item.stream_only);
  CHECK_FALSE(item.can_be_downloaded);
  CHECK(item.not_for_download.contains("streamed"));
  const auto free = open(deck, one_track);
  CHECK(free.can_be_downloaded);
  CHECK(free.not_for_download.empty());
}

TEST_CASE("an item has a picture, which the Archive is asked for once") {
  auto& archive = site();
  BrowseDeck deck(archive);
  const auto path = "/browse/items/" + std::string(soundboard) + "/thumbnail";
  const auto first = deck.get(path);
  REQUIRE(first.status == 200);
  CHECK(first.headers.at("content-type") == "image/jpeg");
  CHECK(first.headers.at("cache-control").contains("max-age=86400"));
  CHECK(first.body.starts_with("\xff\xd8\xff"));
  const auto tag = first.headers.at("etag");
  REQUIRE_FALSE(tag.empty());
  CHECK(deck.get(path, {"If-None-Match: " + tag}).status == 304);
  const auto log = archive.log();
  CHECK(std::ranges::count_if(log, [](const auto& line) {
          return std::string_view(line.at("target").as_string()).starts_with("/services/img/");
        }) == 1);
}

TEST_CASE("the whole catalogue is walked for another service, and for nobody else") {
  BrowseDeck deck(site());
  CHECK(deck.get("/browse/catalogue").status == 401);
  CHECK(deck.get("/browse/catalogue", {Tapedeck::as_user()}).status == 403);

  const auto lines = catalogue_lines(deck);
  const auto names = names_in(lines);
  const std::set<std::string> items(names.begin(), names.end());
  REQUIRE_FALSE(lines.empty());
  const auto& last = lines.back().mark;
  REQUIRE(last);
  CHECK(last->last);
  CHECK(last->complete);
  CHECK(last->left_out == 0);
  CHECK(items.size() == last->count);
  CHECK(items.size() == names.size());
  CHECK(items.contains(std::string(soundboard)));
  CHECK(deck.get("/browse/catalogue?cursor=x", {Tapedeck::as_service("browse")}).status == 422);
}

TEST_CASE("the catalogue says of a recording what grouping and keeping up need") {
  BrowseDeck deck(site());
  const auto lines = catalogue_lines(deck);
  const auto found = std::ranges::find_if(lines, [](const auto& line) {
    return line.item && line.item->found.identifier.text() == soundboard;
  });
  REQUIRE(found != lines.end());
  const auto& item = *found->item;
  CHECK(item.found.source_kind == music::SourceKind::soundboard);
  CHECK_FALSE(item.description.empty());
  CHECK_FALSE(item.description.contains('<'));
  CHECK_FALSE(item.found.added.empty());
  const auto any = [&](auto member) {
    return std::ranges::any_of(
        lines, [&](const auto& line) { return line.item && !((*line.item).*member).empty(); });
  };
  CHECK(any(&messages::CatalogueItem::runtime));
  CHECK(any(&messages::CatalogueItem::subjects));
  CHECK(any(&messages::CatalogueItem::updated));
  CHECK(any(&messages::CatalogueItem::reviewed));
}

TEST_CASE(
    "a walk of the catalogue that broke off goes on from its last mark, after a restart too") {
  auto& archive = site();
  // Who is to wait for half an hour is told so at once.
  archive.fault("/services/search/* status=429 retry-after=1800 nth=3");
  archive.fault("/services/search/* batch=100");
  std::vector<std::string> names;
  std::optional<messages::CatalogueMark> mark;
  {
    BrowseDeck deck(archive);
    const auto lines = catalogue_lines(deck);
    names = names_in(lines);
    REQUIRE(lines.size() >= 2);
    const auto& fault = lines.back().fault;
    REQUIRE(fault);
    CHECK(fault->code == "rate_limited");
    CHECK(fault->retry_after_seconds.value_or(0) > 1'700);
    mark = lines[lines.size() - 2].mark;
    REQUIRE(mark);
    CHECK(mark->count == 200);
    CHECK_FALSE(mark->last);
    CHECK(names.size() == 200);
  }
  BrowseDeck deck(archive);
  const auto rest = catalogue_lines(deck, mark->cursor);
  const auto others = names_in(rest);
  names.insert(names.end(), others.begin(), others.end());
  const std::set<std::string> items(names.begin(), names.end());
  const auto& end = rest.back().mark;
  REQUIRE(end);
  CHECK(end->last);
  CHECK(end->complete);
  CHECK(end->count == names.size());
  CHECK(items.size() == names.size());
  CHECK(items.contains(std::string(soundboard)));
}
