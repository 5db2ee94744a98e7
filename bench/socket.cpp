#include "socket.hpp"

#include "child.hpp"
#include "deck.hpp"

#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <stdexcept>
#include <system_error>
#include <utility>

namespace tapedeck::bench {
namespace {

constexpr std::uint8_t text_frame = 0x1;  // RFC 6455 §5.2
constexpr std::uint8_t ping_frame = 0x9;

void send_whole(int socket, const std::string& bytes) {
  if (::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL) !=
      static_cast<ssize_t>(bytes.size())) {
    throw std::system_error(errno, std::generic_category(), "send");
  }
}

std::uint64_t big_endian(std::string_view bytes) {
  std::uint64_t value = 0;
  for (const char byte : bytes)
    value = value << 8U | static_cast<std::uint8_t>(byte);
  return value;
}

}  // namespace

Socket::Socket(std::uint16_t port, const UserId& user) : socket_(connect_to(port)) {
  send_whole(socket_, "GET /ws/downloads/" + user.text() +
                          " HTTP/1.1\r\nHost: bench\r\nConnection: Upgrade\r\n"
                          "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                          "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" +
                          authorization(user) + "\r\n\r\n");
  while (!buffer_.contains("\r\n\r\n"))
    receive();
  if (!buffer_.starts_with("HTTP/1.1 101 ")) throw std::runtime_error("no socket: " + buffer_);
  taken_ = buffer_.find("\r\n\r\n") + 4;
}

Socket::~Socket() {
  if (socket_ >= 0) ::close(socket_);
}

Socket::Socket(Socket&& other) noexcept
    : socket_(std::exchange(other.socket_, -1)),
      buffer_(std::move(other.buffer_)),
      taken_(other.taken_) {}

void Socket::receive() {
  static thread_local std::array<char, 64 * 1024> bytes;
  const auto got = ::recv(socket_, bytes.data(), bytes.size(), 0);
  if (got < 0 && (errno == EAGAIN || errno == EINTR)) return;
  if (got <= 0) throw std::runtime_error("a socket has ended: " + buffer_.substr(0, 200));
  buffer_.erase(0, std::exchange(taken_, 0));
  buffer_.append(bytes.data(), static_cast<std::size_t>(got));
}

std::optional<Socket::Frame> Socket::frame() {
  const auto rest = std::string_view(buffer_).substr(taken_);
  if (rest.size() < 2) return std::nullopt;
  std::uint64_t length = static_cast<std::uint8_t>(rest[1]);
  const std::size_t more = length == 126 ? 2 : length == 127 ? 8 : 0;
  if (rest.size() < 2 + more) return std::nullopt;
  if (more > 0) length = big_endian(rest.substr(2, more));
  if (rest.size() < 2 + more + length) return std::nullopt;
  taken_ += 2 + more + length;
  return Frame{static_cast<std::uint8_t>(static_cast<std::uint8_t>(rest[0]) & 0x0FU),
               rest.substr(2 + more, length)};
}

std::optional<std::string_view> Socket::next() {
  while (const auto got = frame()) {
    if (got->opcode == text_frame) return got->payload;
    if (got->opcode != ping_frame) throw std::runtime_error("the server closes a socket");
    const auto length = static_cast<char>(0x80U | got->payload.size());
    // A pong, under a mask of zeros.
    send_whole(socket_,
               std::string{'\x8A', length, '\0', '\0', '\0', '\0'} + std::string(got->payload));
  }
  return std::nullopt;
}

std::string_view Socket::message() {
  for (;;) {
    if (const auto text = next()) return *text;
    receive();
  }
}

std::string_view text_in(std::string_view message, std::string_view member) {
  const auto name = "\"" + std::string(member) + "\":\"";
  const auto at = message.find(name);
  if (at == std::string_view::npos) return {};
  const auto value = message.substr(at + name.size());
  return value.substr(0, value.find('"'));
}

std::uint64_t number_in(std::string_view message, std::string_view member) {
  const auto name = "\"" + std::string(member) + "\":";
  const auto at = message.find(name);
  std::uint64_t number = 0;
  if (at == std::string_view::npos) return number;
  const auto value = message.substr(at + name.size());
  std::from_chars(value.data(), value.data() + value.size(), number);
  return number;
}

}  // namespace tapedeck::bench
