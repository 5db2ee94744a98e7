// The control port: what a test tells the fake archive, and what it may ask it afterwards.

#include "service/fake_archive/site.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <doctest/doctest.h>

using namespace tapedeck;
using namespace tapedeck::test;

TEST_CASE("the log holds every request to both hosts, in order") {
  auto& from = site();
  from.fault("node reset-after=5 times=1");
  auto broken = from.downloading(one_track, one_file, "Range: bytes=3-\r\nUser-Agent: Deck/1\r\n");
  broken.rest();
  const auto log = from.log();
  REQUIRE(log.size() == 2);
  CHECK(log[0].at("host") == "archive");
  CHECK(log[0].at("status").to_number<int>() == 302);
  CHECK(log[1].at("host") == "node");
  CHECK(log[1].at("range") == "bytes=3-");
  CHECK(log[1].at("user_agent") == "Deck/1");
  CHECK(log[1].at("status").to_number<int>() == 206);
  CHECK(log[1].at("bytes").to_number<int>() == 5);
  CHECK(log[1].at("fault") == "node reset-after=5 times=1");
  const auto number = log[0].at("number").to_number<int>();
  const auto later = from.control("GET", "/log?after=" + std::to_string(number));
  CHECK(boost::json::parse(later.body).at("requests").as_array().size() == 1);
}

TEST_CASE("faults are listed with how often they struck, and removed one by one or all") {
  auto& from = site();
  from.fault("/metadata/* status=503");
  const auto added = from.control("POST", "/faults", R"([{"path": "/x", "html": true}, "empty"])");
  CHECK(added.status == 200);
  from.ask("/metadata/a");
  auto listed = boost::json::parse(from.control("GET", "/faults").body).at("faults").as_array();
  REQUIRE(listed.size() == 3);
  CHECK(listed[0].at("struck").to_number<int>() == 1);
  CHECK(listed[1].at("fault") == "path=/x html=true");
  const auto id = std::to_string(listed[0].at("id").to_number<int>());
  CHECK(from.control("DELETE", "/faults/" + id).status == 204);
  CHECK(from.control("DELETE", "/faults/" + id).status == 404);
  CHECK(from.control("DELETE", "/faults").status == 204);
  CHECK(from.ask("/metadata/a")->status == 200);
}

TEST_CASE("a fault that cannot be read is refused, and none of its list is added") {
  auto& from = site();
  CHECK(from.control("POST", "/faults", R"(["empty", "reset-aftr=1"])").status == 422);
  CHECK(from.control("POST", "/faults", "{").status == 400);
  CHECK(boost::json::parse(from.control("GET", "/faults").body).at("faults").as_array().empty());
}

TEST_CASE("a site that is down refuses connections, and comes back on its ports") {
  auto& from = site();
  const auto before = from.ports();
  CHECK(from.control("POST", "/down").status == 204);
  CHECK_THROWS(from.ask("/metadata/a"));  // the raw client's way of saying that nobody listens
  CHECK(from.control("POST", "/up").status == 204);
  CHECK(from.ask("/metadata/a")->status == 200);
  CHECK(from.ports() == before);
}

TEST_CASE("a site that is down resets connections when it is told to") {
  auto& from = site();
  CHECK(from.control("POST", "/down", R"({"how": "reset", "host": "archive"})").status == 204);
  RawClient client(from.ports().archive);
  CHECK(client.rest().empty());
  CHECK(client.was_reset());
  CHECK(request(from.ports().node, "GET", "/1/items/none/x")->status == 404);
  CHECK(from.control("POST", "/down", R"({"how": "gently"})").status == 422);
}

TEST_CASE("an item is replaced on demand") {
  auto& from = site();
  const std::string item = "saltpepper1996-09-15.dat.marsh.960102.shnf";
  const auto before = from.download(item, "sp96-09-15d1t01.shn");
  CHECK(from.control("POST", "/replace/" + item).status == 204);
  CHECK(from.download(item, "sp96-09-15d1t01.shn")->body != before->body);
  CHECK(from.control("POST", "/replace/none").status == 404);
}
