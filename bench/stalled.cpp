#include "stalled.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <cerrno>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <stdexcept>
#include <system_error>
#include <thread>

namespace tapedeck::bench {
namespace {

using namespace std::chrono_literals;

std::uint16_t own_port(int socket) {
  sockaddr_in address{};
  socklen_t size = sizeof address;
  if (::getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
    throw std::system_error(errno, std::generic_category(), "getsockname");
  }
  return ntohs(address.sin_port);
}

/// Bytes that a socket on `from` has for its peer on `to`, both on 127.0.0.1: proc(5), net/tcp.
std::uint64_t on_the_way(std::uint16_t from, std::uint16_t to) {
  std::ifstream table("/proc/net/tcp");
  for (std::string line; std::getline(table, line);) {
    unsigned local = 0;
    unsigned remote = 0;
    unsigned waiting = 0;
    const int read =
        std::sscanf(line.c_str(), " %*d: %*x:%x %*x:%x %*x %x:", &local, &remote, &waiting);
    if (read == 3 && local == from && remote == to) return waiting;
  }
  return 0;
}

}  // namespace

Stalled::Stalled(const DownloadDeck& deck, const Collector& user, const std::string& item)
    : port_(deck.download_port()), socket_(port_, user.id()) {
  user.ask("POST", "/downloads", wish_for(item));
  user.ask("POST", "/downloads/actions",
           R"({"action":"pause","archive_identifier":")" + item + R"("})");
  // Each makes one message about all of them, of less than half of what may wait in the program.
  for (int i = 0; i < 500; ++i) {
    const auto before = waiting();
    user.ask(
        "PATCH", "/downloads",
        R"({"priority":)" + std::to_string(i % 2) + R"(,"archive_identifier":")" + item + R"("})");
    std::this_thread::sleep_for(50ms);
    if (before > 0 && waiting() == before) return;
  }
  throw std::runtime_error("a listener who never reads is never full");
}

std::uint64_t Stalled::waiting() const { return on_the_way(port_, own_port(socket_.descriptor())); }

}  // namespace tapedeck::bench
