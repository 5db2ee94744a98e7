// What the fake archive answers when nothing is wrong: the manners of archive.org and its nodes.

#include "fake_archive/digests.hpp"
#include "fake_archive/item.hpp"
#include "service/fake_archive/site.hpp"

#include <boost/json/value.hpp>
#include <doctest/doctest.h>

#include <array>

using namespace tapedeck;
using namespace tapedeck::test;

namespace {

/// The entry of a file in an item's metadata.
boost::json::object file_entry(Site& from, std::string_view item, std::string_view name) {
  const auto answer = json_of(from.ask("/metadata/" + std::string(item)));
  for (const auto& file : answer.at("files").as_array()) {
    if (fake_archive::text_of(file.as_object(), "name") == name) return file.as_object();
  }
  FAIL("no such file: " << name);
  return {};
}

}  // namespace

TEST_CASE("a search over HTTP finds the recordings of a night") {
  const auto answer = json_of(site().ask(
      "/advancedsearch.php?q=collection%3AGratefulDead+AND+date%3A%5B1977-05-08+TO+1977-05-08%5D"
      "&fl%5B%5D=identifier&rows=100&output=json"));
  CHECK(answer.at("response").at("numFound").to_number<int>() >= 10);
}

TEST_CASE("a scrape over HTTP walks on from its cursor, by GET or POST") {
  const auto target = "/services/search/v1/scrape?q=creator%3A%22Night+Ferry%22&count=200";
  const auto first = json_of(site().ask(target));
  CHECK(first.at("count").to_number<int>() == 200);
  std::string next(std::string_view(first.at("cursor").as_string()));
  for (auto at = next.find('='); at != std::string::npos; at = next.find('='))
    next.replace(at, 1, "%3D");
  const auto second =
      json_of(request(site().ports().archive, "POST", std::string(target) + "&cursor=" + next,
                      "Content-Length: 0\r\n"));
  CHECK(second.at("count").to_number<int>() == 41);  // the band's own item as well
  CHECK_FALSE(second.contains("cursor"));
}

TEST_CASE("metadata comes chunked, open to every page, without an ETag") {
  const auto answer = site().ask("/metadata/" + std::string(one_track));
  REQUIRE(answer);
  CHECK(answer->status == 200);
  CHECK(answer->header("transfer-encoding") == "chunked");
  CHECK(answer->header("content-type") == "application/json");
  CHECK(answer->header("access-control-allow-origin") == "*");
  CHECK(answer->header("etag").empty());
}

TEST_CASE("a missing item is 200 and an empty object, a dark one says so") {
  CHECK(site().ask("/metadata/no.such.item")->body == "{}");
  CHECK(site().ask("/metadata/gd1977-05-08.sbd.lost.990113.flac16")->body == "{}");
  const auto dark = json_of(site().ask("/metadata/gd1977-05-08.sbd.gone.990112.flac16"));
  CHECK(dark.at("is_dark").as_bool());
  CHECK_FALSE(dark.contains("files"));
  CHECK(site().ask("/download/gd1977-05-08.sbd.gone.990112.flac16/a.flac")->status == 403);
}

TEST_CASE("a part of the metadata is a result or an error") {
  const std::string item(one_track);
  CHECK(json_of(site().ask("/metadata/" + item + "/metadata/venue")).at("result") ==
        "The Glass Mill");
  CHECK(json_of(site().ask("/metadata/" + item + "/files?start=1&count=2"))
            .at("result")
            .as_array()
            .size() == 2);
  CHECK(json_of(site().ask("/metadata/" + item + "/nothing")).contains("error"));
}

TEST_CASE("a download is sent on to the node, whose bytes have the published sums") {
  auto& from = site();
  const auto entry = file_entry(from, one_track, one_file);
  const auto answer = from.download(one_track, one_file);
  REQUIRE(answer);
  CHECK(answer->status == 200);
  CHECK(fake_archive::digests_of(answer->body).sha1 == fake_archive::text_of(entry, "sha1"));
  CHECK(answer->header("content-length") == fake_archive::text_of(entry, "size"));
  const auto etag = answer->header("etag");
  CHECK(etag.starts_with('"'));
  CHECK(etag.contains('-'));
  CHECK_FALSE(answer->header("last-modified").empty());
}

TEST_CASE("a node gives the part of a file that is asked for") {
  auto& from = site();
  const auto whole = from.download(one_track, one_file);
  REQUIRE(whole);
  const auto size = std::to_string(whole->body.size());
  struct Case {
    std::string range;
    int status;
    std::string content_range;
    std::size_t bytes;
  };
  const auto cases = std::to_array<Case>({
      {"bytes=0-99", 206, "bytes 0-99/" + size, 100},
      {"bytes=1000-", 206, "bytes 1000-" + std::to_string(whole->body.size() - 1) + "/" + size,
       whole->body.size() - 1'000},
      {"bytes=" + size + "-", 416, "bytes */" + size, 0},
      {"lines=1-2", 200, "", whole->body.size()},
  });
  for (const auto& c : cases) {
    CAPTURE(c.range);
    const auto part = from.download(one_track, one_file, "Range: " + c.range + "\r\n");
    REQUIRE(part);
    CHECK(part->status == c.status);
    CHECK(part->header("content-range") == c.content_range);
    if (c.status != 416) CHECK(part->body.size() == c.bytes);
  }
}

TEST_CASE("If-Range holds a part to the file it began with") {
  auto& from = site();
  const auto whole = from.download(one_track, one_file);
  REQUIRE(whole);
  const auto ask = [&](const std::string& validator) {
    return from.download(one_track, one_file,
                         "Range: bytes=10-\r\nIf-Range: " + validator + "\r\n");
  };
  CHECK(ask(whole->header("etag"))->status == 206);
  CHECK(ask(whole->header("last-modified"))->status == 206);
  CHECK(ask("\"5f-5f\"")->status == 200);
}

TEST_CASE("a private file is refused by the node, after the redirect") {
  auto& from = site();
  CHECK(from.download(stream_only, "gd70-02-13d1t01.shn")->status == 403);
  CHECK(from.download(stream_only, "gd70-02-13d1t01.mp3")->status == 200);
  const auto page = from.download(stream_only, "gd70-02-13d1t01.shn");
  CHECK(page->header("content-type").starts_with("text/html"));
}

TEST_CASE("what is not there is a page with 404") {
  CHECK(site().ask("/download/no.such.item/a.flac")->status == 404);
  CHECK(site().ask("/details/no.such.item")->status == 404);
  CHECK(site().ask("/nothing/here")->status == 404);
  CHECK(site().download(one_track, "no-such-file.flac")->status == 404);
}

TEST_CASE("HEAD says how large a file is and sends none of it") {
  auto& from = site();
  const auto target = from.place(one_track, one_file);
  const auto head = request(from.ports().node, "HEAD", target);
  REQUIRE(head);
  CHECK(head->status == 200);
  CHECK(head->body.empty());
  CHECK(std::stoul(head->header("content-length")) > 10'000);
}

TEST_CASE("file names with signs, spaces, umlauts and folders are found by their encoding") {
  constexpr std::string_view item = "minaostrom2014-03-01.hostile-names.970901.flac16";
  for (const std::string_view name :
       {"01%20%C3%96stersj%C3%B6n.flac", "02%20100%25%20Regn.mp3",
        "03%20Vad%20%232%20heter%3F.flac", "04%20Hon%20sa%20%22hej%22%20%26%20gick.flac",
        "Set%202/10%20Br%C3%A4nd.flac", "05%20It%27s%20%28not%29%20over%2C%20yet%20%3E.mp3"}) {
    CAPTURE(name);
    CHECK(site().download(item, name)->status == 200);
  }
  CHECK(site().ask("/download/" + std::string(item) + "/03%20Vad%20#2%20heter?.flac")->status !=
        200);
}

TEST_CASE("an item has a page and a picture") {
  CHECK(site().ask("/details/" + std::string(one_track))->body.contains("Copper Lantern"));
  CHECK(site().ask("/services/img/" + std::string(one_track))->status == 302);
  CHECK(site().ask("/services/img/no.such.item")->header("content-type") == "image/jpeg");
}
