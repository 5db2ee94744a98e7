#include "messages/catalogue_walk.hpp"
#include "service/browse/browse_deck.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>
#include <string>

using namespace tapedeck;
using namespace tapedeck::test;

namespace {

messages::ItemDetails open(BrowseDeck& deck, std::string_view name) {
  return deck.read<messages::ItemDetails>("/browse/items/" + std::string(name));
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
  CHECK(free.can_be_downloaded == free.not_for_download.empty());
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

  const auto answer = deck.get("/browse/catalogue", {Tapedeck::as_service("browse")});
  REQUIRE(answer.status == 200);
  std::set<std::string> items;
  std::optional<messages::CatalogueMark> last;
  for (std::string_view left = answer.body; !left.empty();) {
    const auto end = left.find('\n');
    REQUIRE(end != left.npos);
    const auto line = json::decode<messages::CatalogueLine>(left.substr(0, end));
    REQUIRE(line);
    if (line->item) items.emplace(line->item->identifier.text());
    if (line->mark) last = line->mark;
    CHECK_FALSE(line->fault);
    left.remove_prefix(end + 1);
  }
  REQUIRE(last);
  CHECK(last->last);
  CHECK(last->complete);
  CHECK(items.size() == last->count);
  CHECK(items.contains(std::string(soundboard)));
  CHECK(deck.get("/browse/catalogue?cursor=x", {Tapedeck::as_service("browse")}).status == 422);
}
