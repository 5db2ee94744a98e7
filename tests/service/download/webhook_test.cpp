// The real program, and somebody whom it tells.

#include "service/download/deck.hpp"
#include "support/loopback_server.hpp"

#include <boost/json/parse.hpp>
#include <doctest/doctest.h>
#include <signal.h>

#include <future>
#include <string>

using namespace tapedeck;
using namespace tapedeck::test;

TEST_CASE("the operator's webhook is told once of a recording that has come") {
  std::promise<std::string> told;
  LoopbackServer webhook({[&told](LoopbackPeer& peer) {
                            const auto head = peer.read_head();
                            const auto length = head.find("Content-Length: ");
                            REQUIRE(length != std::string::npos);
                            told.set_value(peer.read(std::stoul(head.substr(length + 16))));
                            peer.send("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n");
                            peer.wait_until_closed();
                          },
                          [](LoopbackPeer&) {}});
  const auto address = "http://127.0.0.1:" + std::to_string(webhook.port()) + "/tapes";
  Deck deck({}, {{"TAPEDECK_DOWNLOAD_WEBHOOK", address}});
  const auto files = deck.files(2);
  std::vector<std::string> jobs;
  for (const auto& [name, sha1] : files)
    jobs.push_back(deck.download(name));
  deck.wait_for(jobs, "completed");

  const auto message = boost::json::parse(told.get_future().get());
  CHECK(message.at("event") == "recording_completed");
  CHECK(message.at("archive_identifier").as_string() == std::string_view(Deck::item));
  CHECK(message.at("user_id").as_string() == deck.user().text());
  CHECK(message.at("files") == 2);
  CHECK(message.at("completed") == 2);
  CHECK(deck.end(SIGTERM) == 0);
  CHECK(webhook.connections() == 1);
}
