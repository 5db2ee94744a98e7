#include "runtime/settings_sources.hpp"
#include "unit/runtime/settings_table.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace tapedeck;
using namespace tapedeck::runtime;

namespace {

/// What a file says, one `key=text` a line, then its faults.
std::string said_by(std::string_view toml) {
  test::SampleRun run;
  const auto groups = run.groups();
  const auto found = given_by_toml(toml, "t.toml", SettingNames(groups));
  std::string text;
  for (const auto& each : found.given)
    text.append(each.target.row->key).append("=").append(each.text).append("\n");
  for (const auto& fault : found.faults)
    text.append(fault.message).append("\n");
  return text;
}

}  // namespace

TEST_CASE("a settings file gives its values under the keys of its tables") {
  CHECK(said_by("").empty());
  CHECK(said_by("# nothing\n[browse]\n").empty());
  CHECK(said_by("[browse]\nport = 8_001\n") == "browse.port=8001\n");
  CHECK(said_by("browse.port = 8001\n") == "browse.port=8001\n");
  CHECK(said_by("\"browse.port\" = 8001\n") == "browse.port=8001\n");
  CHECK(said_by("browse = {port = 8001, cache = {most = '1GiB'}}\n") ==
        "browse.cache.most=1GiB\nbrowse.port=8001\n");
  CHECK(said_by("debug = true\n") == "debug=on\n");
  CHECK(said_by("contact = \"a\\u00e4\"\n") == "contact=a\xc3\xa4\n");
}

TEST_CASE("a key that no row has is refused, in whatever it is hidden") {
  CHECK(said_by("\n\nport = 1\n").starts_with("I know no setting \"port\" (t.toml, line 3)."));
  CHECK(said_by("[volume]\n") == "I know no setting \"volume\" (t.toml, line 1).\n");
  CHECK(said_by("browse = 1\n").starts_with("I know no setting \"browse\" (t.toml, line 1)."));
  CHECK(said_by("[[browse]]\nport = 1\n").starts_with("I know no setting \"browse\""));
  CHECK(said_by("[a]\nx = 1\n[b]\ny = [{z = 1}]\n") ==
        "I know no setting \"a.x\" (t.toml, line 2).\n"
        "I know no setting \"b.y\" (t.toml, line 4).\n");
}

TEST_CASE("a value of a kind that no setting has is refused") {
  for (const std::string_view value :
       {"1.5", "[1]", "1979-05-27", "07:32:00", "inf", "{}", "{a = 1}", "1979-05-27T07:32:00Z"}) {
    CAPTURE(value);
    const auto said = said_by("[browse]\nport = " + std::string(value) + "\n");
    CHECK(said ==
          "browse.port (t.toml, line 2) is of a kind no setting has. Give a whole number from 0 to "
          "65535.\n");
  }
}

TEST_CASE("a file that is no TOML is refused with the line") {
  const auto said = said_by("[browse]\nport = \n");
  CHECK(said.starts_with("I cannot read t.toml, line 2: "));
  CHECK(said.ends_with(". Correct that line.\n"));
  CHECK(said_by("a = 1\na = 2\n").starts_with("I cannot read t.toml, line 2: "));
  CHECK(said_by("contact = \"caf\xe9\"\n") == "t.toml is not in UTF-8. Save it as UTF-8.\n");
}

TEST_CASE("a file made to exhaust the parser is refused before it is parsed") {
  std::string dots = "a";
  for (int i = 0; i < 100'000; ++i)
    dots += ".a";
  const auto nested = "x = " + std::string(100'000, '[');
  for (const auto& text : {dots + " = 1", "[" + dots + "]", nested, "\n\n" + nested}) {
    const auto said = said_by(text);
    CHECK(said.contains("too long or too deep for a settings file. Shorten it."));
  }
  std::string many_lines = "x = ";
  for (int i = 0; i < 100'000; ++i)
    many_lines += "[\n";
  CHECK_FALSE(said_by(many_lines).empty());
}

TEST_CASE("what the parser says of a file is fit for a terminal") {
  const auto said = said_by("debug = t\x1b[31m\n");
  CHECK(said.starts_with("I cannot read t.toml, line 1: "));
  CHECK_FALSE(said.contains('\x1b'));
}
