#include "download/core/wanted.hpp"

#include <doctest/doctest.h>

#include <array>
#include <string>
#include <string_view>

using namespace tapedeck;
using namespace tapedeck::download;

TEST_CASE("a request says one thing, and every slip in it is named") {
  using Request = messages::DownloadRequest;
  const auto paths = [](const Request& request) {
    const auto wanted = parse_wanted(request);
    std::string all;
    if (wanted) return all;
    for (const auto& field : wanted.error().fields)
      all += field.path + " ";
    return all;
  };
  Request request;
  CHECK(paths(request) == "/archive_identifier ");
  request.filename = "a.flac";
  CHECK(paths(request) == "/archive_identifier /filename ");
  request.archive_identifier = "x";
  request.filename = "../a";
  CHECK(paths(request) == "/archive_identifier /filename ");
  request.archive_identifier = "gd1977";
  request.filename = "a.flac";
  request.formats = {{"Flac"}};
  CHECK(paths(request) == "/formats ");
  request = {};
  request.identifiers = {{"gd1977", "/", "gd1978", ".."}};
  CHECK(paths(request) == "/identifiers/1 /identifiers/3 ");
}

TEST_CASE("an item that is named twice is wanted once") {
  messages::DownloadRequest request;
  request.identifiers = {{"gd1977", "https://archive.org/details/gd1977", "gd1978"}};
  const auto wanted = parse_wanted(request);
  REQUIRE(wanted);
  CHECK(wanted->size() == 2);
}
