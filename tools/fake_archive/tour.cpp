#include "fake_archive/tour.hpp"

#include "fake_archive/dice.hpp"
#include "fake_archive/item.hpp"

#include <boost/json/value.hpp>
#include <fmt/format.h>

#include <array>
#include <charconv>
#include <chrono>

namespace tapedeck::fake_archive {

namespace json = boost::json;

namespace {

using namespace std::chrono;

sys_days first_night(std::string_view text) {
  int y = 1990;
  unsigned m = 1;
  unsigned d = 1;
  if (text.size() == 10) {
    std::from_chars(text.data(), text.data() + 4, y);
    std::from_chars(text.data() + 5, text.data() + 7, m);
    std::from_chars(text.data() + 8, text.data() + 10, d);
  }
  return year{y} / month{m} / day{d};
}

std::string to_date(sys_days night) {
  const year_month_day date{night};
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
}

const json::value& drawn(const json::array& from, Dice& dice) {
  return from[dice.between(0, from.size() - 1)];
}

}  // namespace

json::array recordings_of_tour(const json::object& tour) {
  constexpr auto sources = std::to_array<std::string_view>({"aud", "sbd", "mtx", "fm"});
  constexpr std::uint64_t songs_a_night = 3;
  const auto& venues = tour.at("venues").as_array();
  const auto& songs = tour.at("songs").as_array();
  const auto name = text_of(tour, "name");
  const auto nights = static_cast<std::uint64_t>(tour.at("nights").to_number<std::int64_t>());
  auto night = first_night(text_of(tour, "from"));
  Dice dice(name);

  json::array recordings;
  for (std::uint64_t i = 0; i < nights; ++i) {
    night += days(dice.between(1, 3));
    const auto date = to_date(night);
    const auto source = sources.at(dice.between(0, sources.size() - 1));
    const auto& venue = drawn(venues, dice).as_array();
    json::object metadata;
    metadata["date"] = date;
    metadata["venue"] = venue.at(0);
    metadata["coverage"] = venue.at(1);
    metadata["source"] = source;
    json::array set;
    for (std::uint64_t song = 0; song < songs_a_night; ++song)
      set.push_back(drawn(songs, dice));
    json::object recipe;
    recipe["identifier"] = fmt::format("{}{}.{}.{}.flac16", name, date, source, 970'000 + i);
    recipe["metadata"] = std::move(metadata);
    recipe["names"] = name + date + "t{n}";
    recipe["derived"] = json::array{"VBR MP3"};
    json::array sets;  // not json::array{set}: compilers differ on whether that copies or wraps
    sets.push_back(std::move(set));
    recipe["sets"] = std::move(sets);
    recordings.push_back(std::move(recipe));
  }
  return recordings;
}

}  // namespace tapedeck::fake_archive
