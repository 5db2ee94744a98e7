#include "deck.hpp"

#include "async/clock.hpp"
#include "identity/access_token.hpp"

#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <stdexcept>

namespace tapedeck::bench {
namespace {

constexpr std::string_view secret = "a jwt secret of the benches, forty bytes long";

}  // namespace

std::string of_the_build(const char* program) {
  return std::filesystem::read_symlink("/proc/self/exe").parent_path().parent_path() / program;
}

std::string ask(std::uint16_t port, const std::string& request) {
  const int socket = connect_to(port);
  std::string answer;
  std::array<char, 64 * 1024> buffer{};
  ::send(socket, request.data(), request.size(), MSG_NOSIGNAL);
  for (auto got = ::recv(socket, buffer.data(), buffer.size(), 0); got > 0;
       got = ::recv(socket, buffer.data(), buffer.size(), 0))
    answer.append(buffer.data(), static_cast<std::size_t>(got));
  ::close(socket);
  return answer;
}

std::string get(std::uint16_t port, std::string_view target, const std::string& field) {
  return ask(port, "GET " + std::string(target) + " HTTP/1.1\r\nHost: bench\r\n" + field +
                       "Connection: close\r\n\r\n");
}

std::string body_of(const std::string& answer) {
  const auto end = answer.find("\r\n\r\n");
  if (!answer.starts_with("HTTP/1.1 2") || end == std::string::npos) {
    throw std::runtime_error("no answer: " + answer.substr(0, 400));
  }
  const auto head = answer.substr(0, end);
  auto at = end + 4;
  if (head.find("chunked") == std::string::npos) return answer.substr(at);
  std::string body;
  for (;;) {
    const auto size = std::stoul(answer.substr(at), nullptr, 16);
    at = answer.find("\r\n", at) + 2;
    if (size == 0) return body;
    body += answer.substr(at, size);
    at += size + 2;
  }
}

FakeArchive::FakeArchive(const Folder& folder)
    : child_({of_the_build("tools/fake_archive/fake_archive"), "--port", "0", "--node-port", "0",
              "--control-port", "0"},
             folder / "archive.log"),
      line_(child_.line().value_or("nothing")) {}

// Its ports stand in the one line that it says: {"archive":1,…}.
std::uint16_t FakeArchive::port(std::string_view name) const {
  const auto at = line_.find("\"" + std::string(name) + "\":");
  if (at == std::string::npos) throw std::runtime_error("the fake archive says: " + line_);
  return static_cast<std::uint16_t>(std::stoi(line_.substr(at + name.size() + 3)));
}

void FakeArchive::be_slow() const {
  constexpr std::string_view fault = "\"/advancedsearch.php delay=2000\"";
  const std::string head = " HTTP/1.1\r\nHost: bench\r\nConnection: close\r\n";
  ask(port("control"), "POST /faults" + head + "Content-Length: " + std::to_string(fault.size()) +
                           "\r\n\r\n" + std::string(fault));
  ask(port("control"), "DELETE /log" + head + "\r\n");
}

int FakeArchive::searches() const {
  const auto log = get(port("control"), "/log");
  constexpr std::string_view seen = "\"target\":\"/advancedsearch.php";
  int count = 0;
  for (auto at = log.find(seen); at != std::string::npos; at = log.find(seen, at + 1))
    ++count;
  return count;
}

std::string authorization(const UserId& user) {
  static const SystemClock clock;
  auto key = identity::Secret::from_text(std::string(secret));
  if (!key) throw std::runtime_error("the bench's secret is no secret");
  identity::AccessKeys keys{std::move(*key)};
  const identity::AccessTokens tokens(std::move(keys), clock);
  return "Authorization: Bearer " + tokens.issue(user, SessionId::make(), false).text;
}

std::vector<std::string> tapedeck_before(std::uint16_t archive, const std::string& data,
                                         DeckPorts ports) {
  return {"/usr/bin/env",
          "JWT_SECRET_KEY=" + std::string(secret),
          "TAPEDECK_DATA_FOLDER=" + data,
          "TAPEDECK_DOWNLOADS_FOLDER=" + data + "/downloads",
          "TAPEDECK_ARCHIVE_URL=http://127.0.0.1:" + std::to_string(archive),
          of_the_build("bin/tapedeck"),
          "serve",
          "--gateway.address=127.0.0.1",
          "--gateway.user_rate=0",
          "--gateway.port=" + std::to_string(ports.gateway),
          "--browse.port=" + std::to_string(ports.browse),
          "--download.port=" + std::to_string(ports.download),
          "--aggregation.port=0"};
}

}  // namespace tapedeck::bench
