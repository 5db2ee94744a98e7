#include "download/core/vault_path.hpp"

#include <doctest/doctest.h>

#include <array>
#include <set>
#include <string>
#include <string_view>

using namespace tapedeck;
using namespace tapedeck::download;

namespace {

std::string below_item(std::string_view file) {
  const auto user = *UserId::parse("0b6ff9a5-4b1c-4a55-9d0c-1f2e3d4c5b6a");
  const auto item = *ItemIdentifier::parse("gd77-05-08.sbd");
  const VaultPath path(user, item, *archive::FileName::parse(file));
  const auto text = path.text();
  const std::string before = user.text() + "/gd77-05-08.sbd/";
  REQUIRE(text.starts_with(before));
  return text.substr(before.size());
}

}  // namespace

TEST_CASE("a file lies under its user and its item, by its own name where that is harmless") {
  CHECK(below_item("gd77-05-08d1t01.flac") == "gd77-05-08d1t01.flac");
  CHECK(below_item("disc 1/01 #9 (take 2) & more.mp3") == "disc 1/01 #9 (take 2) & more.mp3");
  CHECK(below_item("Ænima – 第一.flac") == "Ænima – 第一.flac");
}

TEST_CASE("a name that is trouble on some disk is written otherwise") {
  struct Case {
    std::string_view why, name, written;
  };
  // clang-format off
  const auto cases = std::to_array<Case>({
      {"the escape itself",       "100%.mp3",        "100%25.mp3"},
      {"Windows' own signs",      "a<b>c:d\"e|f?g*", "a%3Cb%3Ec%3Ad%22e%7Cf%3Fg%2A"},
      {"a hidden file",           ".git",            "%2Egit"},
      {"a hidden folder",         ".ssh/key",        "%2Essh/key"},
      {"the vault's own marker",  ".tapedeck-vault", "%2Etapedeck-vault"},
      {"a device",                "CON",             "%43ON"},
      {"a device with an ending", "nul.txt",         "%6Eul.txt"},
      {"a numbered device",       "Lpt1.flac",       "%4Cpt1.flac"},
      {"no device",               "console.txt",     "console.txt"},
      {"a dot at the end",        "track.",          "track%2E"},
      {"a space at the end",      "folder /a ",      "folder%20/a%20"},
      {"a part's name",           "d1t01.flac.part", "d1t01.flac%2Epart"},
      {"in any case",             "d1t01.PART/x",    "d1t01%2EPART/x"},
      {"nothing but that",        ".part",           "%2Epart"},
  });
  // clang-format on
  for (const auto& c : cases) {
    CAPTURE(c.why);
    CHECK(below_item(c.name) == c.written);
  }
}

TEST_CASE("a name too long for its part goes on in a folder") {
  const std::string name(250, 'x');
  const auto written = below_item(name);
  CHECK(written == std::string(200, 'x') + "%/_" + std::string(50, 'x'));

  std::string umlauts;
  for (int i = 0; i < 127; ++i)
    umlauts += "ü";
  const auto path = below_item(umlauts);
  CHECK(path.substr(0, path.find('%')).size() == 200);
  CHECK(path.contains("%/_ü"));
}

TEST_CASE("no two names share a path, and none begins with a dot or ends in .part") {
  const std::string x200(200, 'x');
  const auto names = std::to_array<std::string>({
      "a",         "A",          "a%",          "a%25",      "%61",      "CON",  "%43ON",
      "con",       ".a",         "%2Ea",        "a.part",    "a%2Epart", x200,   x200 + "y",
      x200 + "%y", x200 + "/_y", x200 + "%/_y", x200 + ".x", "a ",       "a%20", "a.",
  });
  std::set<std::string> paths;
  for (const auto& name : names) {
    const auto path = below_item(name);
    CAPTURE(name);
    CHECK(paths.insert(path).second);
    CHECK_FALSE(path.starts_with('.'));
    CHECK_FALSE(path.contains("/."));
    CHECK_FALSE(path.ends_with(".part"));
    for (std::size_t at = 0; at < path.size(); at = path.find('/', at) + 1) {
      const auto end = path.find('/', at);
      const auto length = (end == std::string::npos ? path.size() : end) - at;
      CHECK(length + std::string_view(".part").size() <= 255);
      if (end == std::string::npos) break;
    }
  }
}

TEST_CASE("an identifier that is a device or ends in a dot is written otherwise, too") {
  const auto user = UserId::make();
  const auto file = *archive::FileName::parse("a.flac");
  const auto text = [&](std::string_view item) {
    return VaultPath(user, *ItemIdentifier::parse(item), file).text().substr(37);
  };
  CHECK(text("aux.1977") == "%61ux.1977/a.flac");
  CHECK(text("gd1977.") == "gd1977%2E/a.flac");
  CHECK(text("gd1977.part") == "gd1977%2Epart/a.flac");
}
