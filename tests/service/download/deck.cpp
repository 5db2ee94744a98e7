#include "service/download/deck.hpp"

#include "fake_archive/digests.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>
#include <stdexcept>
#include <utility>

namespace tapedeck::test {

namespace json = boost::json;
namespace fs = std::filesystem;

namespace {

TapedeckOptions options_for(const Site& site, std::optional<database::Dialect> engine,
                            std::map<std::string, std::string> environment) {
  TapedeckOptions options;
  options.environment = std::move(environment);
  options.engine = engine;
  options.only = {"download"};
  options.environment["TAPEDECK_ARCHIVE_URL"] =
      "http://127.0.0.1:" + std::to_string(site.ports().archive);
  options.environment["TAPEDECK_STOP_NOTICE"] = "0s";
  options.environment["TAPEDECK_DISK_RESERVE"] = "1MiB";
  return options;
}

std::string text_of(const json::value& value, std::string_view member) {
  return std::string(value.as_object().at(member).as_string());
}

std::string body_for(std::string_view file) {
  json::object body;
  body["archive_identifier"] = std::string(Deck::item);
  body["filename"] = std::string(file);
  return json::serialize(body);
}

}  // namespace

json::value json_in(const Fetched& answer) {
  boost::system::error_code error;
  auto value = json::parse(answer.body, error);
  REQUIRE_MESSAGE(!error, answer.body);
  return value;
}

Deck::Deck(std::optional<database::Dialect> engine, std::map<std::string, std::string> environment)
    : site_(site()), tapedeck_(options_for(site_, engine, std::move(environment))) {
  REQUIRE_MESSAGE(tapedeck_.ready(), tapedeck_.program().errors());
}

void Deck::press(std::string_view name) {
  for (int tries = 0; tries < 10; ++tries) {
    try {
      if (site_.ask("/metadata/" + std::string(name))) return;
    } catch (const std::runtime_error&) {
      continue;  // the client's thirty seconds were over; the pressing goes on
    }
  }
  FAIL("the fake archive presses no such item");
}

fs::path Deck::vault() const { return fs::path(tapedeck_.folder()) / "downloads"; }

std::uint16_t Deck::port() const {
  const auto url = tapedeck_.url("download");
  return static_cast<std::uint16_t>(std::stoi(url.substr(url.rfind(':') + 1)));
}

std::map<std::string, std::string> Deck::files(std::size_t count) {
  press(item);
  const auto answer = json_of(site_.ask("/metadata/" + std::string(item)));
  std::map<std::string, std::string> files;
  for (const auto& file : answer.at("files").as_array()) {
    if (text_of(file, "format") != "24bit Flac" || files.size() == count) continue;
    files.emplace(text_of(file, "name"), text_of(file, "sha1"));
  }
  REQUIRE(files.size() == count);
  return files;
}

Fetched Deck::ask(const std::string& verb, const std::string& target, const std::string& body,
                  const UserId& who) {
  return fetch(tapedeck_.url("download") + target,
               {Tapedeck::as(who), "Content-Type: application/json"}, verb, body);
}

std::string Deck::download(std::string_view file) {
  const auto answer = post(body_for(file));
  REQUIRE_MESSAGE(answer.status == 202, answer.body);
  return text_of(json_in(answer).at("downloads").at(0), "id");
}

RawClient Deck::events() {
  RawClient client(port());
  REQUIRE(client.send("GET /events/downloads HTTP/1.1\r\nHost: x\r\n" + Tapedeck::as(user_) +
                      "\r\n\r\n"));
  return client;
}

WebSocketClient Deck::live() {
  return WebSocketClient(port(), "/ws/downloads/" + user_.text(), 0, Tapedeck::as(user_) + "\r\n");
}

void Deck::wait_for(const std::vector<std::string>& jobs, std::string_view status) {
  std::set<std::string> open(jobs.begin(), jobs.end());
  auto socket = live();
  while (!open.empty()) {
    const auto text = socket.text();
    REQUIRE_MESSAGE(!text.empty(), "the socket has ended");
    const auto message = json::parse(text).as_object();
    const auto see = [&](const json::value& download) {
      CHECK_MESSAGE(text_of(download, "status") != "failed", json::serialize(download));
      if (text_of(download, "status") == status) open.erase(text_of(download, "id"));
    };
    if (const auto* many = message.if_contains("downloads")) {
      for (const auto& download : many->as_array())
        see(download);
    } else if (message.at("download").is_object()) {
      see(message.at("download"));
    }
  }
}

std::map<std::string, std::string> Deck::in_vault() const {
  std::map<std::string, std::string> found;
  for (fs::recursive_directory_iterator at(vault()), end; at != end; ++at) {
    const auto name = at->path().filename().string();
    if (name.starts_with('.')) at.disable_recursion_pending();  // the vault's own
    if (!at->is_regular_file() || name.starts_with('.')) continue;
    std::ifstream in(at->path(), std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(in), {}};
    CHECK(found.emplace(name, fake_archive::digests_of(bytes).sha1).second);
  }
  return found;
}

fs::path Deck::bytes_of(const std::string& sha1) const {
  return vault() / ".content" / sha1.substr(0, 2) / sha1;
}

std::map<std::string, std::uint64_t> Deck::parts() const {
  std::map<std::string, std::uint64_t> found;
  for (const auto& entry : fs::recursive_directory_iterator(vault())) {
    const auto name = entry.path().filename().string();
    if (name.ends_with(".part")) found.emplace(entry.path().stem().string(), entry.file_size());
  }
  return found;
}

int Deck::end(int signal) {
  tapedeck_.program().signal(signal);
  const auto code = tapedeck_.program().wait();
  if (code > 0) MESSAGE(tapedeck_.program().errors());
  return code;
}

void Deck::start_again(const std::vector<std::string>& flags) {
  tapedeck_.start_again(flags);
  REQUIRE_MESSAGE(tapedeck_.ready(), tapedeck_.program().errors());
}

}  // namespace tapedeck::test
