#include "service/gateway/household.hpp"
#include "support/loopback_server.hpp"
#include "support/raw_client.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

using namespace tapedeck::test;

namespace {

/// What a client sends to open a WebSocket (RFC 6455 §4.1).
std::vector<std::string> upgrade(std::vector<std::string> more) {
  std::vector<std::string> headers{"Connection: Upgrade", "Upgrade: websocket",
                                   "Sec-WebSocket-Version: 13",
                                   "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="};
  headers.insert(headers.end(), more.begin(), more.end());
  return headers;
}

std::string socket_of(const Keys& keys, const std::string& ticket) {
  return "/ws/downloads/" + keys.user + "?ticket=" + ticket;
}

std::string ticket_for(const Household& household, const Keys& keys) {
  const auto issued = household.ask("POST", "/auth/ws-ticket", {}, {keys.bearer()});
  REQUIRE(issued.status == 200);
  CHECK(member(issued.body, "expires_in") == "30");
  return member(issued.body, "ticket");
}

/// What a client sends to the gateway that wants a WebSocket.
std::string opening(const Household& household, const std::string& target,
                    const std::vector<std::string>& headers) {
  auto request = "GET " + target + " HTTP/1.1\r\nHost: " + household.url().substr(7) + "\r\n";
  for (const auto& header : upgrade(headers))
    request += header + "\r\n";
  return request + "\r\n";
}

RawClient connect(const Household& household) {
  const auto& url = household.url();
  return RawClient(static_cast<std::uint16_t>(std::stoi(url.substr(url.rfind(':') + 1))));
}

/// Whether a WebSocket of the download service opens. It is closed again at once.
bool opens(const Household& household, const std::string& target,
           const std::vector<std::string>& headers) {
  constexpr std::string_view opened = "HTTP/1.1 101 ";
  auto browser = connect(household);
  REQUIRE(browser.send(opening(household, target, headers)));
  return browser.bytes(opened.size()) == opened;
}

}  // namespace

TEST_CASE("a ticket opens one WebSocket for a page of ours") {
  Tapedeck tapedeck;
  REQUIRE(tapedeck.ready());
  const Household household(tapedeck);
  const auto keys = household.join("anna");
  const auto ticket = ticket_for(household, keys);
  const auto ours = "Origin: " + household.url();

  CHECK(opens(household, socket_of(keys, ticket), {ours}));
  const auto replayed = household.get(socket_of(keys, ticket), upgrade({ours}));
  CHECK(replayed.status == 401);
  CHECK(replayed.body.contains("used up"));
}

TEST_CASE("behind a ticket there is a WebSocket of the download service, opened by a token") {
  std::string asked;
  LoopbackServer download{[&](LoopbackPeer& peer) {
    asked = peer.read_head();
    peer.send(
        "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
        "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n\x81\x05hello");
    peer.end_sending();
    peer.wait_until_closed();
  }};
  TapedeckOptions options;
  options.only = {"gateway"};
  options.environment["DOWNLOAD_SERVICE_URL"] =
      "http://127.0.0.1:" + std::to_string(download.port());
  Tapedeck tapedeck(options);
  REQUIRE(tapedeck.ready());
  const Household household(tapedeck);
  const auto keys = household.join("anna");
  const auto ticket = ticket_for(household, keys);

  {
    auto browser = connect(household);
    const auto ours = "Origin: " + household.url();
    REQUIRE(browser.send(opening(household, socket_of(keys, ticket), {ours})));
    const auto came = browser.rest();
    CHECK(came.starts_with("HTTP/1.1 101 "));
    CHECK(came.ends_with("\x81\x05hello"));
  }
  CHECK(download.finish() == "");
  CHECK(asked.starts_with("GET /ws/downloads/" + keys.user + " HTTP/1.1\r\n"));
  CHECK(asked.contains("Authorization: Bearer ey"));
  CHECK_FALSE(asked.contains(ticket));
}

TEST_CASE("a ticket is no use to another site's page, which does not use it up either") {
  Tapedeck tapedeck;
  REQUIRE(tapedeck.ready());
  const Household household(tapedeck);
  const auto keys = household.join("anna");
  const auto ticket = ticket_for(household, keys);
  CHECK(household.get(socket_of(keys, ticket), upgrade({"Origin: http://evil.example"})).status ==
        403);
  CHECK(household.get(socket_of(keys, ticket), upgrade({})).status == 403);
  CHECK(opens(household, socket_of(keys, ticket), {"Origin: " + household.url()}));
}

TEST_CASE("a WebSocket without a ticket is for whoever shows a token, or our page its cookie") {
  Tapedeck tapedeck;
  REQUIRE(tapedeck.ready());
  const Household household(tapedeck);
  const auto keys = household.join("anna");
  const auto socket = "/ws/downloads/" + keys.user;
  const auto ours = "Origin: " + household.url();
  CHECK(household.get(socket, upgrade({ours})).status == 401);
  CHECK(opens(household, socket, {keys.bearer()}));
  CHECK(opens(household, socket, {keys.cookie, ours}));
  CHECK(household.get(socket, upgrade({keys.cookie, "Origin: http://evil.example"})).status == 403);
  CHECK(household.get(socket_of(keys, "nonsense"), upgrade({ours})).status == 401);
}

TEST_CASE("a ticket is nothing but a way to a WebSocket") {
  Tapedeck tapedeck;
  REQUIRE(tapedeck.ready());
  const Household household(tapedeck);
  const auto keys = household.join("anna");
  const auto ticket = ticket_for(household, keys);
  CHECK(household.get("/auth/me?ticket=" + ticket).status == 401);
  CHECK(
      household.get("/auth/me?ticket=" + ticket, upgrade({"Origin: " + household.url()})).status ==
      401);
  CHECK(household.get(socket_of(keys, ticket), {"Origin: " + household.url()}).status == 401);
}

TEST_CASE("a ticket ends with the session it was issued in") {
  Tapedeck tapedeck;
  REQUIRE(tapedeck.ready());
  const Household household(tapedeck);
  const auto keys = household.join("anna");
  const auto ticket = ticket_for(household, keys);
  CHECK(household.ask("POST", "/auth/logout", {}, {keys.bearer()}).status == 204);
  CHECK(household.get(socket_of(keys, ticket), upgrade({"Origin: " + household.url()})).status ==
        401);
}
