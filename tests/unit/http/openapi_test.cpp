#include "http/openapi.hpp"

#include "json/document.hpp"
#include "unit/json/records.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <ostream>
#include <set>

using namespace tapedeck;
using http::Access;
using http::RouteInfo;
using http::Verb;

namespace download_like {

/// Another struct with the name of one in records.hpp.
struct Track {
  std::string file;
};
BOOST_DESCRIBE_STRUCT(Track, (), (file))

struct Album {
  std::vector<Track> tracks;
};
BOOST_DESCRIBE_STRUCT(Album, (), (tracks))

}  // namespace download_like

namespace {

constexpr std::array search_parameters{
    http::Parameter{"q", &json::schema_of<std::string>, "What to look for.", true},
    http::Parameter{"page", &json::schema_of<std::uint32_t>, "From 1."},
};
constexpr std::array item_parameters{
    http::Parameter{"identifier", &json::schema_of<ItemIdentifier>, "The item's name."},
};

// clang-format off
const std::array sample_rows{
    RouteInfo{Verb::get, "/health", Access::open, {.summary = "How the service is"}},
    RouteInfo{Verb::get, "/browse/search", Access::catalogue,
              {.summary = "Search the Archive", .parameters = search_parameters,
               .answer = &json::schema_of<std::vector<json_test::Recording>>}},
    RouteInfo{Verb::get, "/browse/items/{identifier}", Access::catalogue,
              {.summary = "One item", .parameters = item_parameters,
               .answer = &json::schema_of<json_test::Recording>}},
    RouteInfo{Verb::post, "/lists", Access::user,
              {.summary = "Make a list", .body = &json::schema_of<json_test::NewList>,
               .answer = &json::schema_of<json_test::Folder>, .status = 201}},
    RouteInfo{Verb::del, "/lists/{id}/files/{name...}", Access::user,
              {.summary = "Take a file off a list", .status = 204}},
    RouteInfo{Verb::get, "/lists/{id}/files/{name...}", Access::user,
              {.summary = "The sound of a file", .answer_type = "audio/flac"}},
    RouteInfo{Verb::post, "/browse/cache/clear", Access::admin, {.summary = "Clear the cache"}},
    RouteInfo{Verb::get, "/metrics", Access::metrics,
              {.summary = "Numbers for a collector", .answer_type = "text/plain"}},
    RouteInfo{Verb::get, "/internal/vault", Access::service, {.summary = "Where a file is"}},
    RouteInfo{Verb::get, "/app/{path...}", Access::open, {}},
};
// clang-format on

const http::ApiInfo browse{"browse", "0.1.0", "Search and items at the Archive."};

/// Calls `visit(name, value)` for every member of every object in the document.
template <class F>
void walk(json::Node node, F visit) {
  for (std::size_t i = 0; i < node.size(); ++i) {
    if (node.is_object()) visit(node.name(i), node.value(i));
    walk(node.is_object() ? node.value(i) : node.entry(i), visit);
  }
}

/// What a reference such as "#/components/schemas/Track" points to.
std::optional<json::Node> resolve(json::Node root, std::string_view reference) {
  if (!reference.starts_with("#/")) return std::nullopt;
  reference.remove_prefix(2);
  std::optional<json::Node> place = root;
  while (place && !reference.empty()) {
    const auto step = reference.substr(0, reference.find('/'));
    place = place->member(step);
    reference.remove_prefix(std::min(reference.size(), step.size() + 1));
  }
  return place;
}

std::set<std::string> names_in_braces(std::string_view path) {
  std::set<std::string> names;
  for (auto place = path.find('{'); place != std::string_view::npos;
       place = path.find('{', place + 1))
    names.emplace(path.substr(place + 1, path.find('}', place) - place - 1));
  return names;
}

std::set<std::string> path_parameters(json::Node operation) {
  std::set<std::string> names;
  const auto parameters = operation.member("parameters");
  REQUIRE(parameters);
  for (std::size_t i = 0; i < parameters->size(); ++i) {
    const auto parameter = parameters->entry(i);
    CHECK(parameter.member("schema"));
    if (parameter.member("in")->string() != "path") continue;
    CHECK(parameter.member("required")->boolean() == true);
    names.emplace(*parameter.member("name")->string());
  }
  return names;
}

void check_references(json::Node root) {
  int references = 0;
  walk(root, [&](std::string_view name, json::Node value) {
    if (name != "$ref") return;
    REQUIRE(value.string());
    CAPTURE(*value.string());
    CHECK(resolve(root, *value.string()));
    ++references;
  });
  CHECK(references > 0);
}

void check_security(json::Node root, json::Node operation) {
  const auto security = operation.member("security");
  REQUIRE(security);
  for (std::size_t i = 0; i < security->size(); ++i) {
    const auto entry = security->entry(i);
    for (std::size_t s = 0; s < entry.size(); ++s) {
      CHECK(resolve(root, "#/components/securitySchemes/" + std::string(entry.name(s))));
    }
  }
}

/// What holds for any valid document; gives how many operations it has.
std::size_t check_document(const std::string& text) {
  const auto document = json::Document::parse(text);
  REQUIRE(document);
  const auto root = document->root();
  CHECK(root.member("openapi")->string() == "3.1.0");
  CHECK(root.member("info")->member("version"));
  check_references(root);

  std::set<std::string> ids;
  std::size_t operations = 0;
  const auto paths = *root.member("paths");
  for (std::size_t p = 0; p < paths.size(); ++p) {
    CAPTURE(paths.name(p));
    for (std::size_t v = 0; v < paths.value(p).size(); ++v) {
      const auto operation = paths.value(p).value(v);
      CHECK(path_parameters(operation) == names_in_braces(paths.name(p)));
      CHECK(ids.emplace(*operation.member("operationId")->string()).second);
      CHECK(operation.member("responses")->size() >= 2);
      check_security(root, operation);
      ++operations;
    }
  }
  walk(root, [](std::string_view name, json::Node value) {
    if (name != "required" || !value.is_array()) return;
    for (std::size_t i = 0; i < value.size(); ++i)
      CHECK(value.entry(i).string());
  });
  return operations;
}

std::string sample_document() { return http::openapi_document(browse, sample_rows); }

}  // namespace

TEST_CASE("a service's document is valid, whole and always the same") {
  CHECK(check_document(sample_document()) == sample_rows.size() - 1);
  CHECK(sample_document() == sample_document());
}

TEST_CASE("an operation says who may ask, with what, and what comes back") {
  const auto document = json::Document::parse(sample_document());
  REQUIRE(document);
  const auto paths = *document->root().member("paths");

  CHECK(paths.member("/browse/items/{identifier}")->text() ==
        R"({"get":{"operationId":"get_browse_items_identifier","summary":"One item",)"
        R"("tags":["browse"],"security":[{},{"access_token":[]},{"session_cookie":[]}],)"
        R"("parameters":[{"name":"identifier","in":"path","required":true,)"
        R"("description":"The item's name.","schema":{"type":"string","minLength":3,)"
        R"("maxLength":100,"pattern":"^[A-Za-z0-9][A-Za-z0-9._-]*$"}}],)"
        R"("responses":{"200":{"description":"OK","content":{"application/json":)"
        R"({"schema":{"$ref":"#/components/schemas/Recording"}}}},)"
        R"("401":{"$ref":"#/components/responses/Unauthenticated"},)"
        R"("404":{"$ref":"#/components/responses/NotFound"},)"
        R"("422":{"$ref":"#/components/responses/Invalid"},)"
        R"("default":{"$ref":"#/components/responses/Refused"}}}})");

  const auto post = paths.member("/lists")->member("post");
  CHECK(post->member("requestBody")->text() ==
        R"({"required":true,"content":{"application/json":)"
        R"({"schema":{"$ref":"#/components/schemas/NewList"}}}})");
  CHECK(post->member("responses")->member("201")->member("description")->string() == "Created");
  CHECK(paths.member("/health")->member("get")->member("security")->size() == 0);
  CHECK(paths.member("/browse/cache/clear")->member("post")->member("security")->text() ==
        R"([{"access_token":["admin"]},{"session_cookie":["admin"]}])");
  CHECK(paths.member("/lists/{id}/files/{name}")->member("delete"));
  CHECK(paths.member("/lists/{id}/files/{name}")
            ->member("get")
            ->member("responses")
            ->member("200")
            ->text() == R"({"description":"OK","content":{"audio/flac":{"schema":{}}}})");
}

TEST_CASE("the page's own files are not in the document") {
  CHECK_FALSE(sample_document().contains("/app/"));
}

TEST_CASE("the gateway's document is valid and has what each service has, once") {
  const std::array download_rows{
      RouteInfo{Verb::get, "/health", Access::open, {.summary = "How this one is"}},
      RouteInfo{Verb::get,
                "/lists",
                Access::user,
                {.summary = "All lists", .answer = &json::schema_of<download_like::Album>}},
      RouteInfo{Verb::get,
                "/folders",
                Access::user,
                {.summary = "All folders", .answer = &json::schema_of<json_test::Folder>}},
  };
  const http::ApiInfo download{"download", "0.1.0", "Jobs."};
  const auto merged = http::merged_openapi_document(
      {"Tapedeck", "0.1.0", "Everything."},
      {{"browse", sample_document()},
       {"download", http::openapi_document(download, download_rows)}});
  REQUIRE(merged);
  CHECK(check_document(*merged) == sample_rows.size() - 1 + 2);

  const auto document = json::Document::parse(*merged);
  const auto root = document->root();
  const auto paths = *root.member("paths");
  CHECK(paths.member("/health")->member("get")->member("summary")->string() ==
        "How the service is");
  CHECK(paths.member("/lists")->size() == 2);  // one verb from each

  const auto schemas = *root.member("components")->member("schemas");
  CHECK(schemas.member("Track")->text().contains("position"));
  CHECK(schemas.member("download_Track")->text().contains("file"));
  CHECK(schemas.member("Album")->text().contains("#/components/schemas/download_Track"));
  CHECK(schemas.member("Folder"));
  CHECK_FALSE(schemas.member("download_Folder"));
}

TEST_CASE("what only services may ask is in the document of its owner alone") {
  const std::array rows{
      RouteInfo{Verb::get, "/inside", Access::service, {.summary = "For services"}},
      RouteInfo{Verb::get, "/outside", Access::user, {.summary = "For users"}},
  };
  const auto text = http::openapi_document({"download", "0.1.0", "Jobs."}, rows);
  const auto paths_of = [&](const std::vector<http::ServiceDocument>& documents) {
    const auto merged = http::merged_openapi_document({"Tapedeck", "0.1.0", ""}, documents);
    REQUIRE(merged);
    const auto document = json::Document::parse(*merged);
    return std::string(document->root().member("paths")->text());
  };
  const auto others = paths_of({{"browse", sample_document()}, {"download", text}});
  CHECK_FALSE(others.contains("/inside"));
  CHECK(others.contains("/outside"));
  CHECK(paths_of({{"download", text}, {"browse", sample_document()}}).contains("/inside"));
}

TEST_CASE("what is passed on takes and gives what its owner says") {
  const std::array parameters{
      http::Parameter{"q", &json::schema_of<std::string>, "What to look for."}};
  const std::array own{
      RouteInfo{Verb::get, "/music/lists", Access::user, {.summary = "Music's lists"}},
      RouteInfo{Verb::get, "/music/gone", Access::user, {.summary = "Of one who is away"}},
  };
  const std::array others{
      RouteInfo{Verb::get,
                "/browse/lists",
                Access::user,
                {.summary = "All lists",
                 .parameters = parameters,
                 .answer = &json::schema_of<download_like::Album>}},
  };
  const auto merged = http::merged_openapi_document(
      {"Tapedeck", "0.1.0", ""},
      {{"gateway", http::openapi_document({"gateway", "0.1.0", ""}, own)},
       {"browse", http::openapi_document({"browse", "0.1.0", ""}, others)}},
      {{"/music/lists", "/browse/lists"}, {"/music/gone", "/browse/gone"}});
  REQUIRE(merged);
  CHECK(check_document(*merged) == 3);
  const auto document = json::Document::parse(*merged);
  const auto paths = *document->root().member("paths");
  const auto lists = *paths.member("/music/lists")->member("get");
  CHECK(lists.member("operationId")->string() == "get_music_lists");
  CHECK(lists.member("summary")->string() == "Music's lists");
  CHECK(lists.member("tags")->text() == R"(["gateway"])");
  CHECK(lists.member("parameters")->text() ==
        paths.member("/browse/lists")->member("get")->member("parameters")->text());
  CHECK(lists.member("responses")->text().contains("#/components/schemas/Album"));
  CHECK(paths.member("/music/gone")->member("get")->member("summary"));
}

TEST_CASE("what is no document cannot be merged") {
  for (const std::string text :
       {"", "[]", "{}", R"({"openapi":"3.1.0","paths":[],"components":{}})",
        R"({"openapi":"3.1.0","paths":{},"components":{"schemas":{}}})", "<html>"}) {
    CAPTURE(text);
    const auto merged = http::merged_openapi_document(browse, {{"download", text}});
    REQUIRE_FALSE(merged);
    CHECK(merged.error().code == Errc::bad_upstream);
  }
}
