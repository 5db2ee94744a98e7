#include "collector.hpp"

#include "deck.hpp"
#include "socket.hpp"

#include <filesystem>
#include <stdexcept>
#include <unordered_set>

namespace tapedeck::bench {
namespace {

std::string folder_for(const std::string& data) {
  std::filesystem::create_directories(data);
  return data;
}

}  // namespace

DownloadDeck::DownloadDeck(std::uint16_t archive, const std::string& data)
    : gateway_port_(free_port()),
      download_port_(free_port()),
      program_(tapedeck_before(archive, folder_for(data),
                               {.gateway = gateway_port_, .download = download_port_}),
               data + "/tapedeck.log") {
  wait_for_port(gateway_port_);
  wait_for_port(download_port_);
}

std::string Collector::ask(const std::string& verb, const std::string& target,
                           const std::string& body) const {
  const auto answer = bench::ask(
      port_, verb + " " + target + " HTTP/1.1\r\nHost: bench\r\nConnection: close\r\n" +
                 "Content-Type: application/json\r\nContent-Length: " +
                 std::to_string(body.size()) + "\r\n" + authorization(id_) + "\r\n\r\n" + body);
  return body_of(answer);
}

void Collector::download(const std::string& item, int files) const {
  Socket socket(port_, id_);
  if (text_in(socket.message(), "type") != "snapshot") throw std::runtime_error("no snapshot");
  ask("POST", "/downloads", wish_for(item));
  std::unordered_set<std::string> completed;
  while (completed.size() < static_cast<std::size_t>(files)) {
    const auto message = socket.message();
    if (text_in(message, "type") != "change") continue;
    const auto status = text_in(message, "status");
    if (status == "failed") throw std::runtime_error(std::string(message));
    if (status == "completed") completed.emplace(text_in(message, "id"));
  }
}

void Collector::throw_away() const { ask("DELETE", "/downloads?status=completed&files=true"); }

std::string wish_for(const std::string& item) {
  return R"({"archive_identifier":")" + item + R"(","formats":["Text"]})";
}

}  // namespace tapedeck::bench
