#include "support/loopback_server.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <stdexcept>
#include <system_error>
#include <utility>

namespace tapedeck::test {

namespace {

void check(bool good, const char* doing) {
  if (!good) throw std::system_error(errno, std::generic_category(), doing);
}

void limit_waits(int descriptor) {
  const timeval longest{.tv_sec = 10, .tv_usec = 0};
  check(::setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &longest, sizeof longest) == 0, "limit");
  check(::setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &longest, sizeof longest) == 0, "limit");
}

int listen_somewhere(std::uint16_t& port) {
  const int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  check(listener >= 0, "socket");
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* generic = reinterpret_cast<sockaddr*>(&address);
  check(::bind(listener, generic, size) == 0, "bind");
  check(::listen(listener, 512) == 0, "listen");
  check(::getsockname(listener, generic, &size) == 0, "getsockname");
  port = ntohs(address.sin_port);
  return listener;
}

}  // namespace

LoopbackPeer::LoopbackPeer(int descriptor) : descriptor_(descriptor) { limit_waits(descriptor); }

LoopbackPeer::LoopbackPeer(LoopbackPeer&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)),
      read_ahead_(std::move(other.read_ahead_)) {}

LoopbackPeer::~LoopbackPeer() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

bool LoopbackPeer::receive() {
  std::array<char, 64 * 1024> buffer;
  const auto got = ::recv(descriptor_, buffer.data(), buffer.size(), 0);
  if (got < 0 && errno == ECONNRESET) return false;
  check(got >= 0, "receive");
  read_ahead_.append(buffer.data(), static_cast<std::size_t>(got));
  return got > 0;
}

std::string LoopbackPeer::read_head() {
  constexpr std::string_view end = "\r\n\r\n";
  auto at = read_ahead_.find(end);
  while (at == read_ahead_.npos) {
    if (!receive()) {
      if (read_ahead_.empty()) return {};
      throw std::runtime_error("the head broke off after: " + read_ahead_);
    }
    at = read_ahead_.find(end);
  }
  return read(at + end.size());
}

std::string LoopbackPeer::read(std::size_t bytes) {
  while (read_ahead_.size() < bytes && receive()) {
  }
  auto taken = read_ahead_.substr(0, bytes);
  read_ahead_.erase(0, bytes);
  return taken;
}

bool LoopbackPeer::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const auto sent = ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent < 0 && (errno == EPIPE || errno == ECONNRESET)) return false;
    check(sent >= 0, "send");
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

void LoopbackPeer::end_sending() { ::shutdown(descriptor_, SHUT_WR); }

void LoopbackPeer::wait_until_closed() {
  while (receive())
    read_ahead_.clear();
}

void LoopbackPeer::reset() {
  const linger at_once{.l_onoff = 1, .l_linger = 0};
  ::setsockopt(descriptor_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  ::close(std::exchange(descriptor_, -1));
}

LoopbackServer::LoopbackServer(std::initializer_list<Script> scripts)
    : scripts_(scripts), listener_(listen_somewhere(port_)), acceptor_([this] { accept_all(); }) {}

LoopbackServer::~LoopbackServer() { finish(); }

std::size_t LoopbackServer::connections() const {
  const std::scoped_lock lock(mutex_);
  return accepted_;
}

void LoopbackServer::accept_all() {
  for (;;) {
    const int descriptor = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (descriptor < 0) return;  // shut down by finish()
    const std::scoped_lock lock(mutex_);
    players_.emplace_back(&LoopbackServer::play, this, accepted_++, LoopbackPeer(descriptor));
  }
}

void LoopbackServer::play(std::size_t index, LoopbackPeer peer) {
  auto script = scripts_.begin();
  std::advance(script, static_cast<std::ptrdiff_t>(std::min(index, scripts_.size() - 1)));
  try {
    (*script)(peer);
  } catch (const std::exception& error) {
    const std::scoped_lock lock(mutex_);
    failure_ = "connection " + std::to_string(index) + ": " + error.what();
  }
}

std::string LoopbackServer::finish() {
  if (acceptor_.joinable()) {
    ::shutdown(listener_, SHUT_RDWR);
    acceptor_.join();
    ::close(listener_);
    for (auto& player : players_)
      player.join();
  }
  return failure_;
}

}  // namespace tapedeck::test
