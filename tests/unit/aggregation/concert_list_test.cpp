#include "aggregation/core/concert_list.hpp"

#include "aggregation/core/concert_id.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace tapedeck;
using namespace tapedeck::aggregation;

namespace {

Listed line(std::string artist, std::string_view date, std::uint32_t recordings,
            std::string added = {}) {
  const auto day = music::ConcertDate::parse(date).value();
  const auto id = concert_id({artist, day, music::DayPart::unsaid, ""});
  return {id, std::move(artist), day, recordings, std::move(added), {}};
}

std::string artists(const std::vector<Listed>& list) {
  std::string all;
  for (const auto& each : list)
    all += each.artist_key;
  return all;
}

}  // namespace

TEST_CASE("concerts are put in the order that was asked for, and always in one order") {
  std::vector list{line("b", "1977-05-08", 3, "2020"), line("a", "1977-05-08", 3, "2019"),
                   line("c", "1977-05-XX", 9, "2001")};
  sort_concerts(list, ConcertSort::date, ConcertOrder::asc);
  CHECK(artists(list) == "cab");
  sort_concerts(list, ConcertSort::date, ConcertOrder::desc);
  CHECK(artists(list) == "abc");
  sort_concerts(list, ConcertSort::artist, ConcertOrder::asc);
  CHECK(artists(list) == "abc");
  sort_concerts(list, ConcertSort::recordings, ConcertOrder::desc);
  CHECK(artists(list) == "cab");
  sort_concerts(list, ConcertSort::added, ConcertOrder::desc);
  CHECK(artists(list) == "bac");
}

TEST_CASE("pages are cut from a list, and past its end there is none") {
  std::vector<Listed> list;
  for (const auto* artist : {"a", "b", "c", "d", "e"})
    list.push_back(line(artist, "1977-05-08", 1));
  CHECK(page_of(list, {1, 2}).size() == 2);
  CHECK(page_of(list, {3, 2}) == std::vector{list[4].id});
  CHECK(page_of(list, {4, 2}).empty());
  CHECK(page_of(list, {1'000'000, 200}).empty());
  CHECK(pages_of(5, 2) == 3);
  CHECK(pages_of(0, 50) == 0);
}

TEST_CASE("the same question has the same key, however it is spelled") {
  const auto may = music::ConcertDate::of(1977, 5);
  ConcertQuery one;
  one.artist = "The Grateful Dead";
  one.from = may;
  ConcertQuery other;
  other.artist = "grateful  dead";
  other.from = music::ConcertDate::of(1977, 5, 1);
  CHECK(key_of(one) == key_of(other));
  other.venue = "grateful dead";
  other.artist.clear();
  CHECK(key_of(one) != key_of(other));
  CHECK(asks_for_everything(ConcertQuery{}));
  CHECK_FALSE(asks_for_everything(one));
}
