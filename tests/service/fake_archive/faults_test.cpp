// Every way to fail that the fault language knows, as a client meets it.

#include "fake_archive/digests.hpp"
#include "service/fake_archive/site.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <doctest/doctest.h>

#include <array>
#include <chrono>

using namespace tapedeck;
using namespace tapedeck::test;

namespace {

std::string metadata_target() { return "/metadata/" + std::string(one_track); }

/// The bytes of a body that a connection brings before it ends, whatever the head says.
std::size_t body_bytes(RawClient& client) {
  const auto all = client.rest();
  const auto end = all.find("\r\n\r\n");
  return end == std::string::npos ? 0 : all.size() - end - 4;
}

}  // namespace

TEST_CASE("a status comes with Retry-After in seconds, as a date, or without") {
  auto& from = site();
  from.fault("/metadata/* status=429 retry-after=30 times=1");
  from.fault("/metadata/* status=503 retry-after-date=60 times=1");
  from.fault("/metadata/* status=503 times=1");
  const auto seconds = from.ask(metadata_target());
  CHECK(seconds->status == 429);
  CHECK(seconds->header("retry-after") == "30");
  const auto date = from.ask(metadata_target());
  CHECK(date->status == 503);
  CHECK(date->header("retry-after").ends_with(" GMT"));
  const auto none = from.ask(metadata_target());
  CHECK(none->status == 503);
  CHECK(none->header("retry-after").empty());
  CHECK(from.ask(metadata_target())->status == 200);
}

TEST_CASE("a download is reset after so many bytes, once, then goes on from there") {
  auto& from = site();
  const auto whole = from.download(one_track, one_file);
  from.fault("GET node * reset-after=70000 times=1");
  auto broken = from.downloading(one_track, one_file);
  CHECK(body_bytes(broken) == 70'000);
  CHECK(broken.was_reset());
  const auto rest = from.download(one_track, one_file, "Range: bytes=70000-\r\n");
  REQUIRE(rest->status == 206);
  CHECK(rest->body == whole->body.substr(70'000));
}

TEST_CASE("a download ends in order and too early") {
  auto& from = site();
  from.fault("node close-after=50000 times=1");
  auto broken = from.downloading(one_track, one_file);
  CHECK(body_bytes(broken) == 50'000);
  CHECK_FALSE(broken.was_reset());
}

TEST_CASE("a download stalls after so many bytes, until the site goes down") {
  auto& from = site();
  from.fault("node stall-after=1000 times=1");
  auto stalled = from.downloading(one_track, one_file);
  const auto begun = stalled.bytes(200);
  CHECK(begun.starts_with("HTTP/1.1 200"));
  CHECK_FALSE(from.log().back().at("ended").as_bool());
  CHECK(from.control("POST", "/down", R"({"host":"node"})").status == 204);
  CHECK(stalled.rest().size() < 2'000);
}

TEST_CASE("a slow download takes its time") {
  auto& from = site();
  from.fault("node slow=20000 cut-to=6000 times=1");
  const auto begun = std::chrono::steady_clock::now();
  const auto answer = from.download(one_track, one_file);
  CHECK(answer->body.size() == 6'000);
  CHECK(std::chrono::steady_clock::now() - begun > std::chrono::milliseconds(150));
}

TEST_CASE("a byte is wrong once, or always") {
  auto& from = site();
  const auto right = from.download(one_track, one_file)->body;
  from.fault("node wrong-byte=12345 times=1");
  const auto once = from.download(one_track, one_file)->body;
  CHECK(once.size() == right.size());
  CHECK(once != right);
  CHECK(once.substr(0, 12'345) == right.substr(0, 12'345));
  CHECK(from.download(one_track, one_file)->body == right);
  from.fault("node wrong-byte=12345");
  CHECK(from.download(one_track, one_file, "Range: bytes=12000-\r\n")->body !=
        right.substr(12'000));
  CHECK(from.download(one_track, one_file, "Range: bytes=13000-\r\n")->body ==
        right.substr(13'000));
}

TEST_CASE("a short file says that it is short") {
  auto& from = site();
  from.fault("node cut-to=999");
  const auto answer = from.download(one_track, one_file);
  CHECK(answer->header("content-length") == "999");
  CHECK(answer->body.size() == 999);
}

TEST_CASE("a Range is answered with the whole, or with another part") {
  auto& from = site();
  from.fault("node ignore-range times=1");
  from.fault("node wrong-start=7 times=1");
  from.fault("node wrong-start=-5000 times=1");
  const auto ask = [&] { return from.download(one_track, one_file, "Range: bytes=1000-1999\r\n"); };
  const auto whole = ask();
  CHECK(whole->status == 200);
  CHECK(whole->body.size() > 10'000);
  const auto later = ask();
  CHECK(later->status == 206);
  CHECK(later->header("content-range").starts_with("bytes 1007-1999/"));
  CHECK(ask()->header("content-range").starts_with("bytes 0-1999/"));
}

TEST_CASE("redirects go round, on and on, to nobody, to anywhere") {
  auto& from = site();
  const auto target = "/download/" + std::string(one_track) + "/" + std::string(one_file);
  const auto location = [&](const std::string& asked) {
    return from.ask(asked)->header("location");
  };
  from.fault("/download/* redirect-loop times=1");
  CHECK(location(target).ends_with(target));
  from.fault("/download/* redirect-dead times=1");
  CHECK(location(target).starts_with("http://127.0.0.1:1/"));
  from.fault("/download/* redirect-to=file:///etc/passwd times=1");
  CHECK(location(target) == "file:///etc/passwd");
  from.fault("/download/* redirect-chain=3");
  auto next = target;
  for (const auto* const hops : {"hops=3", "hops=2", "hops=1"}) {
    const auto where = location(next);
    CHECK(where.ends_with(hops));
    next = where.substr(where.find("/download/"));
  }
  CHECK(location(next).contains("/items/"));
}

TEST_CASE("an answer is HTML, empty, an error, or JSON that breaks off, always with 200") {
  auto& from = site();
  for (const auto* const line : {"html times=1", "empty times=1", "cut-to=100 times=1",
                                 "error=\"[UNSUPPORTED_VALUE] no\" times=1"})
    from.fault(line);
  const auto html = from.ask(metadata_target());
  CHECK(html->status == 200);
  CHECK(html->header("content-type").starts_with("text/html"));
  CHECK(from.ask(metadata_target())->body.empty());
  const auto broken = from.ask(metadata_target());
  CHECK(broken->body.size() == 100);
  CHECK(broken->body.starts_with('{'));
  CHECK(json_of(from.ask(metadata_target())).at("error") == "[UNSUPPORTED_VALUE] no");
}

TEST_CASE("JSON comes gzipped though nobody asked, or as a bomb") {
  auto& from = site();
  from.fault("gzip times=1");
  const auto zipped = from.ask(metadata_target());
  CHECK(zipped->header("content-encoding") == "gzip");
  CHECK(zipped->body.starts_with("\x1f\x8b"));
  from.fault("gzip-bomb=8 times=1");
  const auto bomb = from.ask(metadata_target());
  CHECK(bomb->header("content-encoding") == "gzip");
  CHECK(bomb->body.size() < 20'000);
}

TEST_CASE("an item that search knows is missing, or has gone dark") {
  auto& from = site();
  from.fault("missing times=2");
  CHECK(from.ask(metadata_target())->body == "{}");
  CHECK(from.ask("/download/" + std::string(one_track) + "/x")->status == 404);
  from.fault("dark times=2");
  CHECK(json_of(from.ask(metadata_target())).contains("is_dark"));
  CHECK(from.ask("/download/" + std::string(one_track) + "/x")->status == 403);
}

TEST_CASE("an item is replaced between its metadata and its download") {
  constexpr std::string_view item = "copperlantern1998-00-00.dat.980105.shnf";
  constexpr std::string_view name = "cl98-t01.mp3";
  auto& from = site();
  const auto before = from.download(item, name);
  from.fault("GET /download/" + std::string(item) + "/* replaced times=1");
  const auto after = from.download(item, name);
  CHECK(after->body != before->body);
  CHECK(after->header("etag") != before->header("etag"));
  const auto part =
      from.download(item, name, "Range: bytes=10-\r\nIf-Range: " + before->header("etag") + "\r\n");
  CHECK(part->status == 200);
  CHECK(part->body == after->body);
}

TEST_CASE("a scrape's cursor sticks and its total drifts") {
  auto& from = site();
  const std::string target = "/services/search/v1/scrape?q=nightferry*&count=100";
  const auto first = json_of(from.ask(target));
  from.fault("/services/* stuck-cursor total-drift=5");
  std::string cursor(std::string_view(first.at("cursor").as_string()));
  const auto again = json_of(from.ask(target + "&cursor=" + cursor.substr(0, cursor.find('='))));
  CHECK(again.at("items") == first.at("items"));
  CHECK(again.at("total").to_number<int>() == first.at("total").to_number<int>() + 5);
}

TEST_CASE("an answer is held back") {
  auto& from = site();
  from.fault("delay=120 times=1");
  const auto begun = std::chrono::steady_clock::now();
  CHECK(from.ask("/metadata/none")->status == 200);
  CHECK(std::chrono::steady_clock::now() - begun >= std::chrono::milliseconds(120));
}
