#include "music/artist_nickname.hpp"

#include "music/words.hpp"

#include <algorithm>
#include <array>

namespace tapedeck::music {
namespace {

struct Nickname {
  std::string_view nickname;
  std::string_view artist;
};

// clang-format off
constexpr auto nicknames = std::to_array<Nickname>({
    {"gd",    "Grateful Dead"},
    {"gdead", "Grateful Dead"},
    {"jgb",   "Jerry Garcia Band"},
    {"sci",   "String Cheese Incident"},
    {"wsp",   "Widespread Panic"},
    {"mmw",   "Medeski Martin & Wood"},
    {"ymsb",  "Yonder Mountain String Band"},
    {"dso",   "Dark Star Orchestra"},
    {"sts9",  "Sound Tribe Sector 9"},
    {"oar",   "O.A.R."},
    {"jrad",  "Joe Russo's Almost Dead"},
    {"rre",   "Railroad Earth"},
    {"gsbg",  "Greensky Bluegrass"},
    {"plf",   "Phil Lesh and Friends"},
    {"plq",   "Phil Lesh Quintet"},
    {"dtb",   "Derek Trucks Band"},
    {"umph",  "Umphrey's McGee"},
    {"tlg",   "Tea Leaf Green"},
    {"nmas",  "North Mississippi Allstars"},
    {"kdtu",  "Karl Denson's Tiny Universe"},
    {"abb",   "Allman Brothers Band"},
    {"bmfs",  "Billy Strings"},
    {"hbr",   "Hot Buttered Rum"},
});
// clang-format on

}  // namespace

std::string_view artist_called(std::string_view nickname) {
  const auto word = joined(words_of(nickname));
  const auto* const found = std::ranges::find(nicknames, word, &Nickname::nickname);
  return found == nicknames.end() ? std::string_view{} : found->artist;
}

}  // namespace tapedeck::music
