#include "json/decode.hpp"

#include "json/encode.hpp"
#include "unit/json/records.hpp"

#include <doctest/doctest.h>

using namespace tapedeck;
using namespace tapedeck::json_test;

namespace {

/// The fields at fault, each as "path message".
template <class T>
std::vector<std::string> faults(std::string_view text) {
  const auto result = json::decode<T>(text);
  if (result) return {};
  CHECK(result.error().code == Errc::invalid);
  std::vector<std::string> all;
  for (const auto& field : result.error().fields)
    all.push_back(field.path + " " + field.message);
  return all;
}

using Lines = std::vector<std::string>;

}  // namespace

TEST_CASE("what is written is read back the same") {
  const Recording recording{.id = JobId::make(),
                            .item = *ItemIdentifier::parse("gd1977-05-08.sbd.hicks"),
                            .source_kind = SourceKind::audience,
                            .added_at = *parse_instant("2026-03-01T20:15:00.250Z"),
                            .rating = 4.7,
                            .complete = false,
                            .bytes = -9'007'199'254'740'993,
                            .tracks = {{1, "Jack Straw \"x\" \n", std::chrono::milliseconds{1}},
                                       {65'535, "Ωμέγα 🎸", std::nullopt}},
                            .notes = {{"", "empty"}, {"a/b~c", ""}},
                            .taper = "Betty"};
  const auto back = json::decode<Recording>(json::encode(recording));
  REQUIRE(back);
  CHECK(*back == recording);

  const Folder folder{"a", {{"b", {}}, {"c", {{"d", {}}}}}};
  CHECK(json::decode<Folder>(json::encode(folder)) == folder);
}

TEST_CASE("members nobody asked for are ignored, and optionals may be null or absent") {
  CHECK(json::decode<Track>(R"({"position":1,"title":"Loser","length_ms":null,"extra":[{}]})") ==
        Track{1, "Loser", std::nullopt});
  CHECK(json::decode<Track>(R"(  {"title":"Loser","position":1.0}  )") ==
        Track{1, "Loser", std::nullopt});
}

TEST_CASE("absent members take the value of the table") {
  const auto list = json::decode<NewList>(R"({"name":"n","files":["f"],"password":"p"})");
  REQUIRE(list);
  CHECK(list->priority == 5);
  CHECK(list->sort == Sort::newest);
}

TEST_CASE("text that is no JSON is malformed, with a sentence that says what is wrong") {
  const std::pair<std::string, std::string_view> examples[] = {
      {"", "There is no JSON: the text is empty."},
      {"{\"position\":", "The JSON ends too soon."},
      {"{} {}", "Something follows the end of the JSON."},
      {"[1,2,]", "This is not JSON: it cannot be read at byte 5."},
      {"{'a':1}", "This is not JSON: it cannot be read at byte 1."},
      {"NaN", "This is not JSON: it cannot be read at byte 0."},
      {"// note\n1", "This is not JSON: it cannot be read at byte 0."},
      {"\xEF\xBB\xBF{}", "This is not JSON: it cannot be read at byte 0."},
      {"\"caf\xe9\"", "The JSON is not UTF-8."},
      {"\"\\ud800\"", "This is not JSON: it cannot be read at byte 7."},
      {"\"a\nb\"", "This is not JSON: it cannot be read at byte 2."},
      {R"({"a":1,"b":{"x":1,"x":2}})", "A name stands twice in one object of the JSON."},
      {R"({"a":1,"\u0061":2})", "A name stands twice in one object of the JSON."},
      {"[1e400]", "A number in the JSON is too large."},
      {std::string(33, '[') + std::string(33, ']'), "The JSON is nested more than 32 deep."},
      {std::string(100'000, '['), "The JSON is nested more than 32 deep."},
  };
  for (const auto& [text, sentence] : examples) {
    CAPTURE(text);
    const auto result = json::decode<json::Raw>(text);
    REQUIRE_FALSE(result);
    CHECK(result.error().code == Errc::malformed);
    CHECK(result.error().message == sentence);
  }
  CHECK(json::decode<json::Raw>(std::string(32, '[') + std::string(32, ']')));
}

TEST_CASE("every value at fault is named at once, in the order of the struct") {
  const std::string item_rule =
      "/item An identifier is made of letters, digits, '.', '_' and '-', and begins with a "
      "letter or digit.";
  CHECK(faults<NewList>(R"({"files":["ok","",7],"priority":12,"year":"77","sort":"newest"})") ==
        Lines{"/name is missing", "/files/1 must have 1 to 20 characters",
              "/files/2 must be a text", "/priority must be between 0 and 9",
              "/year must be a year such as 1977",
              "/sort must be one of newest-first, oldest-first", "/password is missing"});
  CHECK(faults<Recording>(R"({"id":"x","item":"../etc","source_kind":3,"added_at":"May 8",)"
                          R"("rating":"5","complete":0,"bytes":1.5,"tracks":{},"notes":{"a/b":1},)"
                          R"("taper":[]})") ==
        Lines{"/id is not an id (a UUID such as 3f0c…-…-…)", item_rule,
              "/source_kind must be one of unknown, audience, soundboard",
              "/added_at must be a time such as 2026-03-01T20:15:00Z", "/rating must be a number",
              "/complete must be true or false", "/bytes must be a whole number in range",
              "/tracks must be a list", "/notes/a~1b must be a text", "/taper must be a text"});
}

TEST_CASE("one value at fault is named in the sentence itself") {
  const auto result = json::decode<Track>(R"({"position":70000,"title":"Loser"})");
  REQUIRE_FALSE(result);
  CHECK(result.error().message ==
        "One value cannot be used: /position must be a whole number in range.");
}

TEST_CASE("a whole of the wrong kind is named by the empty path") {
  for (const std::string_view text : {"null", "[]", "1", "\"x\"", "true"}) {
    CAPTURE(text);
    CHECK(faults<Track>(text) == Lines{" must be an object"});
  }
}

TEST_CASE(
    "a number is read as the nearest double, so that none drifts when stored and read again") {
  for (const double number : {0.9809778140020573, 0.22581983161266322, 2.2250738585072014e-308,
                              1.7976931348623157e308, 5e-324, -0.0, 1e23, 4.1}) {
    CAPTURE(number);
    CHECK(json::decode<double>(json::encode(number)) == number);
  }
  CHECK(json::decode<double>("1e-400") == 0.0);
  CHECK(json::decode<std::vector<double>>("[1, 2.50, -3e2]") == std::vector{1.0, 2.5, -300.0});
}

TEST_CASE("whole numbers are read exactly or not at all") {
  CHECK(json::decode<std::int64_t>("-9223372036854775808") ==
        std::numeric_limits<std::int64_t>::min());
  CHECK(json::decode<std::uint64_t>("18446744073709551615") ==
        std::numeric_limits<std::uint64_t>::max());
  CHECK(json::decode<std::int32_t>("3.0") == 3);
  CHECK(json::decode<std::int32_t>("1e3") == 1000);
  for (const std::string_view text : {"9223372036854775808", "1.5", "1e19", "1e18", "-1e300"}) {
    CAPTURE(text);
    CHECK_FALSE(json::decode<std::int64_t>(text));
  }
  CHECK_FALSE(json::decode<std::uint64_t>("-1"));
  CHECK_FALSE(json::decode<std::uint64_t>("-1.0"));
  CHECK_FALSE(json::decode<std::uint8_t>("256"));
  CHECK_FALSE(json::decode<std::int8_t>("-129"));
}

TEST_CASE("lengths count characters, not bytes") {
  const std::string ten = "ΩΩΩΩΩΩΩΩΩΩ";
  const auto named = [](const std::string& name) {
    return R"({"files":["f"],"password":"","name":")" + name + "\"}";
  };
  CHECK(json::decode<NewList>(named(ten)));
  CHECK(faults<NewList>(named(ten + "Ω")) == Lines{"/name must have 1 to 10 characters"});
}

TEST_CASE("lists keep to their number of entries, and a NUL is in no text") {
  CHECK(faults<NewList>(R"({"name":"n","files":[],"password":"p\u0000q"})") ==
        Lines{"/files must have 1 to 3 entries", "/password must not contain a NUL character"});
}

TEST_CASE("one or many takes a value, a list, null and nothing") {
  using Creators = json::OneOrMany<std::string>;
  CHECK(json::decode<Creators>(R"("Grateful Dead")")->values == Lines{"Grateful Dead"});
  CHECK(json::decode<Creators>(R"(["a","b"])")->values == Lines{"a", "b"});
  CHECK(json::decode<Creators>("null")->values.empty());
  CHECK(faults<Creators>(R"(["a",1])") == Lines{"/1 must be a text"});
  CHECK(faults<Creators>("{}") == Lines{" must be a text"});
}

TEST_CASE("a body full of faults is answered with the first fifty") {
  std::string body = "[";
  for (int i = 0; i < 10'000; ++i)
    body += "1,";
  body += "1]";
  CHECK(faults<std::vector<std::string>>(body).size() == 50);
}

TEST_CASE("a long name from outside is cut in the path, between two characters") {
  std::string name;
  for (int i = 0; i < 100; ++i)
    name += "Ω/";
  const auto lines = faults<std::map<std::string, int>>("{\"" + name + "\":\"\"}");
  REQUIRE(lines.size() == 1);
  CHECK(lines.front().size() < 200);
  CHECK(lines.front().starts_with("/Ω~1Ω~1"));
}

TEST_CASE("a NUL in a name from outside stands in no path, so that the error can be read again") {
  const auto value = json::decode<std::map<std::string, double>>(R"({"a\u0000b":[]})");
  REQUIRE_FALSE(value);
  REQUIRE(value.error().fields.size() == 1);
  CHECK(value.error().fields.front().path ==
        "/a\xEF\xBF\xBD"
        "b");
  const auto message = json::encode(value.error().message);
  CHECK(json::decode<std::string>(message) == value.error().message);
}

TEST_CASE("any JSON can be kept as its text") {
  const std::string_view text = R"({"b":[1,-2,0.5,true,null,"x"],"a":{"":18446744073709551615}})";
  CHECK(json::decode<json::Raw>(text)->text == text);
}
