#include "json/schema.hpp"

#include "unit/json/records.hpp"

#include <doctest/doctest.h>

using namespace tapedeck;
using namespace tapedeck::json_test;

namespace {

template <class T>
std::string schema_alone() {
  json::Components components;
  return json::schema_of<T>(components);
}

constexpr json::SchemaOf in_a_table[] = {&json::schema_of<Track>, &json::schema_of<Folder>};

}  // namespace

TEST_CASE("the schema of a value says its type and format") {
  CHECK(schema_alone<std::int32_t>() == R"({"type":"integer","format":"int32"})");
  CHECK(schema_alone<std::uint64_t>() == R"({"type":"integer","format":"int64","minimum":0})");
  CHECK(schema_alone<std::optional<bool>>() == R"({"type":["boolean","null"]})");
  CHECK(schema_alone<double>() == R"({"type":"number"})");
  CHECK(schema_alone<Instant>() == R"({"type":"string","format":"date-time"})");
  CHECK(schema_alone<UserId>() == R"({"type":"string","format":"uuid"})");
  CHECK(schema_alone<ItemIdentifier>() == R"({"type":"string","minLength":3,"maxLength":100,)"
                                          R"("pattern":"^[A-Za-z0-9][A-Za-z0-9._-]*$"})");
  CHECK(schema_alone<json::Raw>() == "{}");
  CHECK(schema_alone<std::map<std::string, std::vector<bool>>>() ==
        R"({"type":"object","additionalProperties":{"type":"array","items":{"type":"boolean"}}})");
  CHECK(schema_alone<json::OneOrMany<std::string>>() ==
        R"({"anyOf":[{"type":"array","items":{"type":"string"}},{"type":"string"}]})");
}

TEST_CASE("a struct's schema stands among the components, with its rules and sentences") {
  json::Components components;
  CHECK(json::schema_of<NewList>(components) == R"({"$ref":"#/components/schemas/NewList"})");
  CHECK(components.schemas().at("NewList") ==
        R"({"type":"object","description":"Files somebody wants.","properties":{)"
        R"("name":{"type":"string","minLength":1,"maxLength":10,"description":"What to call it."},)"
        R"("files":{"type":"array","minItems":1,"maxItems":3,)"
        R"("items":{"type":"string","minLength":1,"maxLength":20}},)"
        R"("priority":{"type":"integer","format":"int32","minimum":0,"maximum":9,"default":5},)"
        R"("year":{"type":["string","null"],"pattern":"^[0-9]{4}$"},)"
        R"("sort":{"$ref":"#/components/schemas/Sort","default":"newest-first"},)"
        R"("x-comment":{"type":["string","null"]},)"
        R"("password":{"type":"string","writeOnly":true}},)"
        R"("required":["name","files","password"]})");
  CHECK(components.schemas().at("Sort") ==
        R"({"type":"string","enum":["newest-first","oldest-first"]})");
}

TEST_CASE("a nullable struct is one of two, and one that contains itself ends") {
  json::Components components;
  CHECK(json::schema_of<std::optional<Folder>>(components) ==
        R"({"anyOf":[{"$ref":"#/components/schemas/Folder"},{"type":"null"}]})");
  CHECK(components.schemas().at("Folder") ==
        R"({"type":"object","properties":{"name":{"type":"string"},"folders":{"type":"array",)"
        R"("items":{"$ref":"#/components/schemas/Folder"}}},"required":["name","folders"]})");
}

TEST_CASE("schemas can stand in a constant table") {
  json::Components components;
  for (const auto schema : in_a_table)
    CHECK(schema(components).starts_with(R"({"$ref":)"));
  CHECK(components.schemas().size() == 2);
}

TEST_CASE("a type is named in the document without its namespaces") {
  const std::pair<std::string_view, std::string_view> examples[] = {
      {"Track", "Track"},
      {"tapedeck::browse::Page<tapedeck::browse::Track>", "Page_Track"},
      {"(anonymous namespace)::Body", "Body"},
      {"tapedeck::{anonymous}::Pair<a::B, c::D>", "Pair_B_D"},
  };
  for (const auto& [type, name] : examples)
    CHECK(json::Components::name_of(type) == name);
}
