#include "support/raw_client.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <stdexcept>
#include <utility>

namespace tapedeck::test {

std::string RawAnswer::header(const std::string& name) const {
  const auto found = headers.find(name);
  return found == headers.end() ? std::string() : found->second;
}

RawClient::RawClient(std::uint16_t port, int receive_buffer)
    : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  const timeval longest{30, 0};
  ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &longest, sizeof longest);
  ::setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &longest, sizeof longest);
  const int yes = 1;
  ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  if (receive_buffer > 0)
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_port = htons(port);
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(socket_, reinterpret_cast<const sockaddr*>(&to), sizeof to) != 0) {
    ::close(socket_);
    throw std::runtime_error("nobody listens on that port");
  }
}

RawClient::~RawClient() {
  if (socket_ >= 0) ::close(socket_);
}

RawClient::RawClient(RawClient&& other) noexcept
    : socket_(std::exchange(other.socket_, -1)),
      buffer_(std::move(other.buffer_)),
      ended_(other.ended_),
      reset_(other.reset_) {}

bool RawClient::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR) continue;
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

void RawClient::finish_sending() { ::shutdown(socket_, SHUT_WR); }

void RawClient::reset() {
  const linger at_once{1, 0};
  ::setsockopt(socket_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  ::close(std::exchange(socket_, -1));
}

bool RawClient::more() {
  if (ended_) return false;
  std::array<char, 65536> piece;
  const auto got = ::recv(socket_, piece.data(), piece.size(), 0);
  if (got < 0 && errno == EINTR) return true;
  if (got < 0 && errno == EAGAIN) throw std::runtime_error("the server said nothing for 30 s");
  reset_ = got < 0;
  ended_ = got <= 0;
  if (got > 0) buffer_.append(piece.data(), static_cast<std::size_t>(got));
  return !ended_;
}

std::optional<std::string> RawClient::line() {
  auto end = buffer_.find("\r\n");
  while (end == buffer_.npos) {
    if (!more()) return std::nullopt;
    end = buffer_.find("\r\n");
  }
  auto text = buffer_.substr(0, end);
  buffer_.erase(0, end + 2);
  return text;
}

std::string RawClient::bytes(std::size_t count) {
  while (buffer_.size() < count && more()) {
  }
  auto text = buffer_.substr(0, count);
  buffer_.erase(0, text.size());
  return text;
}

std::string RawClient::rest() {
  while (more()) {
  }
  return std::exchange(buffer_, {});
}

bool RawClient::is_closed() { return rest().empty() && ended_; }

std::string RawClient::chunks() {
  std::string body;
  while (auto size_line = line()) {
    const auto size = std::stoul(*size_line, nullptr, 16);
    body += bytes(size);
    if (!line()) break;
    if (size == 0) return body;
  }
  throw std::runtime_error("the chunks have no end");
}

std::optional<RawAnswer> RawClient::answer(bool to_head) {
  RawAnswer answer;
  auto status_line = line();
  if (!status_line || status_line->size() < 12) return std::nullopt;
  answer.status = std::stoi(status_line->substr(9, 3));
  for (auto field = line(); field && !field->empty(); field = line()) {
    const auto colon = field->find(':');
    auto name = field->substr(0, colon);
    std::ranges::transform(name, name.begin(), [](unsigned char c) { return std::tolower(c); });
    answer.headers.emplace(name, field->substr(std::min(colon + 2, field->size())));
  }
  if (answer.status == 100) return this->answer(to_head);
  const bool no_body =
      to_head || answer.status == 101 || answer.status == 204 || answer.status == 304;
  if (no_body) return answer;
  if (answer.header("transfer-encoding") == "chunked") {
    answer.body = chunks();
  } else if (const auto length = answer.header("content-length"); !length.empty()) {
    answer.body = bytes(std::stoul(length));
    if (answer.body.size() < std::stoul(length)) return std::nullopt;
  } else {
    answer.body = rest();
  }
  return answer;
}

}  // namespace tapedeck::test
