#include "json/encode.hpp"

#include "unit/json/records.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>

using namespace tapedeck;
using namespace tapedeck::json_test;

TEST_CASE("a struct is written with its members in order, and empty optionals as null") {
  CHECK(json::encode(Track{1, "Minglewood", std::nullopt}) ==
        R"({"position":1,"title":"Minglewood","length_ms":null})");
  CHECK(json::encode(Track{2, "Loser", std::chrono::milliseconds{453'000}}) ==
        R"({"position":2,"title":"Loser","length_ms":453000})");
}

TEST_CASE("ids, identifiers, times, enums, lists and maps are written as the API spells them") {
  const Recording recording{.id = *JobId::parse("3f0c0c5e-0000-4000-8000-00000000abcd"),
                            .item = *ItemIdentifier::parse("gd1977-05-08.sbd.hicks"),
                            .source_kind = SourceKind::soundboard,
                            .added_at = *parse_instant("2026-03-01T20:15:00.250Z"),
                            .rating = 4.75,
                            .complete = true,
                            .bytes = 1'234'567'890'123,
                            .tracks = {{1, "Minglewood", std::nullopt}},
                            .notes = {{"set \"1\"", "ok"}},
                            .taper = std::nullopt};
  CHECK(json::encode(recording) ==
        R"({"id":"3f0c0c5e-0000-4000-8000-00000000abcd","item":"gd1977-05-08.sbd.hicks",)"
        R"("source_kind":"soundboard","added_at":"2026-03-01T20:15:00.250Z","rating":4.75,)"
        R"("complete":true,"bytes":1234567890123,)"
        R"("tracks":[{"position":1,"title":"Minglewood","length_ms":null}],)"
        R"("notes":{"set \"1\"":"ok"},"taper":null})");
}

TEST_CASE("a field's table renames, leaves out and keeps secret") {
  const NewList list{"n", {"f"}, 5, std::nullopt, Sort::oldest, std::nullopt, "hunter22"};
  CHECK(json::encode(list) ==
        R"({"name":"n","files":["f"],"priority":5,"year":null,"sort":"oldest-first"})");
  auto commented = list;
  commented.comment = "why";
  CHECK(json::encode(commented).ends_with(R"("x-comment":"why"})"));
}

TEST_CASE("every control character, quote and backslash is escaped, at any place of a text") {
  const std::pair<std::string_view, std::string_view> examples[] = {
      {"", R"("")"},
      {"plain", R"("plain")"},
      {"say \"hi\"", R"("say \"hi\"")"},
      {"a\\b", R"("a\\b")"},
      {"\b\f\n\r\t", R"("\b\f\n\r\t")"},
      {std::string_view("\0\x01\x1f", 3), R"("\u0000\u0001\u001f")"},
      {"\x7f/ü\xE2\x80\xA8", "\"\x7f/ü\xE2\x80\xA8\""},
      {"exactly8\"", R"("exactly8\"")"},
      {"123456789\n", R"("123456789\n")"},
  };
  for (const auto& [text, written] : examples) {
    CAPTURE(text);
    CHECK(json::encode(text) == written);
  }
  for (int c = 0; c < 0x80; ++c) {
    for (std::size_t at = 0; at < 17; ++at) {
      std::string text(17, 'x');
      text[at] = static_cast<char>(c);
      const auto written = json::encode(text);
      const bool escaped = c < 0x20 || c == '"' || c == '\\';
      CAPTURE(c);
      CAPTURE(at);
      CHECK((written.size() > text.size() + 2) == escaped);
      CHECK(written[at + 1] == (escaped ? '\\' : text[at]));
    }
  }
}

TEST_CASE("a text that is no UTF-8 is written with U+FFFD and breaks nothing around it") {
  CHECK(json::encode(std::vector<std::string>{"caf\xe9", "ok"}) == "[\"caf\xEF\xBF\xBD\",\"ok\"]");
  CHECK(json::encode(std::string("\xc3")) == "\"\xEF\xBF\xBD\"");
  CHECK(json::encode(std::string("ü\xf0\x9f\x8e")) == "\"ü\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\"");
}

TEST_CASE("numbers keep their digits, and what is no number is null") {
  CHECK(json::encode(0.1) == "0.1");
  CHECK(json::encode(5.0) == "5");
  CHECK(json::encode(1e300) == "1e+300");
  CHECK(json::encode(-0.0) == "-0");
  CHECK(json::encode(std::nan("")) == "null");
  CHECK(json::encode(-std::numeric_limits<double>::infinity()) == "null");
  CHECK(json::encode(std::numeric_limits<std::int64_t>::min()) == "-9223372036854775808");
  CHECK(json::encode(std::numeric_limits<std::uint64_t>::max()) == "18446744073709551615");
  CHECK(json::encode(std::uint8_t{7}) == "7");
  CHECK(json::encode(std::vector<bool>{}) == "[]");
}

TEST_CASE("stored JSON is passed on as it is") {
  const std::map<std::string, json::Raw> stored{{"a", {R"({"x":[1,2]})"}}, {"b", {}}};
  CHECK(json::encode(stored) == R"({"a":{"x":[1,2]},"b":null})");
}

TEST_CASE("documents made by hand get their commas") {
  json::Writer out;
  out.begin_object();
  out.member("a", 1);
  out.key("b[");
  out.begin_array();
  out.string("{");
  out.string("[");
  out.string(":");
  out.begin_array();
  out.end_array();
  out.begin_object();
  out.end_object();
  out.end_array();
  out.member("c", true);
  out.end_object();
  CHECK(out.take() == R"({"a":1,"b[":["{","[",":",[],{}],"c":true})");
  CHECK(out.take().empty());
}
