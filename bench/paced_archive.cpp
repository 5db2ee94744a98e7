#include "paced_archive.hpp"

#include "archive_item.hpp"
#include "command.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <optional>
#include <stdexcept>
#include <system_error>

namespace tapedeck::bench {
namespace {

constexpr std::string_view metadata_path = "/metadata/";
constexpr std::string_view download_path = "/download/";

/// What lies at `path`: its own name, and then what is alike in all files.
std::string bytes_at(const std::string& path) {
  auto bytes = path;
  for (std::uint32_t i = 0; bytes.size() < PacedArchive::file_bytes; ++i)
    bytes += static_cast<char>(i * 2654435761U >> 24U);
  return bytes;
}

std::vector<ArchiveFile> real_files(const std::string& item, int count,
                                    const std::string& scratch) {
  std::vector<ArchiveFile> files;
  std::vector<std::string> places;
  for (int i = 0; i < count; ++i) {
    const auto name = numbered_name(i);
    places.push_back(scratch + name);
    std::ofstream(places.back(), std::ios::binary) << bytes_at(item + "/" + name);
    files.push_back({name, PacedArchive::file_bytes, {}});
  }
  const auto sums = sha1_of(places, scratch + "log");
  for (std::size_t i = 0; i < files.size(); ++i) {
    files[i].sha1 = sums[i];
    std::filesystem::remove(places[i]);
  }
  return files;
}

/// Listens on a port of 127.0.0.1 that was free; `port` becomes it.
int listen_anywhere(std::uint16_t& port) {
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* generic = reinterpret_cast<sockaddr*>(&address);
  if (socket < 0 || ::bind(socket, generic, size) != 0 || ::listen(socket, 64) != 0 ||
      ::getsockname(socket, generic, &size) != 0) {
    throw std::system_error(errno, std::generic_category(), "listen");
  }
  port = ntohs(address.sin_port);
  return socket;
}

bool send_whole_text(int connection, std::string_view bytes) {
  while (!bytes.empty()) {
    const auto sent = ::send(connection, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

std::string head_of(std::string_view status, std::uint64_t length) {
  return "HTTP/1.1 " + std::string(status) + "\r\nContent-Length: " + std::to_string(length) +
         "\r\nETag: \"1-1\"\r\n\r\n";
}

/// The target of the next request, which has no body; nothing at the end of the connection.
std::optional<std::string> next_target(int connection, std::string& buffer) {
  std::array<char, 4096> bytes{};
  while (!buffer.contains("\r\n\r\n")) {
    const auto got = ::recv(connection, bytes.data(), bytes.size(), 0);
    if (got <= 0) return std::nullopt;
    buffer.append(bytes.data(), static_cast<std::size_t>(got));
  }
  const auto begin = buffer.find(' ') + 1;
  auto target = buffer.substr(begin, buffer.find(' ', begin) - begin);
  buffer.erase(0, buffer.find("\r\n\r\n") + 4);
  return target;
}

}  // namespace

PacedArchive::PacedArchive(const std::string& item, int count, const std::string& promised,
                           int more, const std::string& scratch)
    : metadata_{{item, metadata_of(item, real_files(item, count, scratch))},
                {promised, metadata_of(promised, promised_files(promised, more, file_bytes))}},
      listener_(listen_anywhere(port_)),
      acceptor_([this] { accept_all(); }) {}

PacedArchive::~PacedArchive() {
  ::shutdown(listener_, SHUT_RDWR);
  acceptor_.join();
  for (const int connection : connections_)
    ::shutdown(connection, SHUT_RDWR);
  servers_.clear();
  for (const int connection : connections_)
    ::close(connection);
  ::close(listener_);
}

void PacedArchive::accept_all() {
  for (;;) {
    const int connection = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (connection < 0) return;
    const int yes = 1;
    ::setsockopt(connection, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    const std::lock_guard lock(mutex_);
    connections_.push_back(connection);
    servers_.emplace_back([this, connection] { serve(connection); });
  }
}

void PacedArchive::serve(int connection) {
  std::string buffer;
  while (const auto target = next_target(connection, buffer)) {
    if (!answer(connection, *target)) break;
  }
  ::shutdown(connection, SHUT_RDWR);
}

bool PacedArchive::answer(int connection, std::string_view target) {
  if (target.starts_with(download_path)) {
    return send_file(connection, std::string(target.substr(download_path.size())));
  }
  const bool known = target.starts_with(metadata_path);
  const auto found = metadata_.find(std::string(known ? target.substr(metadata_path.size()) : ""));
  if (found == metadata_.end()) return send_whole_text(connection, head_of("404 Not Found", 0));
  return send_whole_text(connection, head_of("200 OK", found->second.size()) + found->second);
}

bool PacedArchive::send_file(int connection, const std::string& path) {
  const auto body = bytes_at(path);
  std::vector<Sent>* record = nullptr;
  {
    const std::lock_guard lock(mutex_);
    record = &sent_[path].emplace_back();
  }
  bool good = send_whole_text(connection, head_of("200 OK", body.size()));
  auto next = std::chrono::steady_clock::now();
  for (std::uint64_t at = 0; good && at < body.size(); at += piece_bytes, next += between) {
    std::this_thread::sleep_until(next);
    const auto piece = std::string_view(body).substr(at, piece_bytes);
    {
      const std::lock_guard lock(mutex_);
      record->push_back({std::chrono::steady_clock::now(), at + piece.size()});
    }
    good = send_whole_text(connection, piece);
  }
  return good;
}

std::vector<PacedArchive::Sent> PacedArchive::sent(const std::string& item,
                                                   const std::string& name) const {
  const std::lock_guard lock(mutex_);
  const auto found = sent_.find(item + "/" + name);
  if (found == sent_.end() || found->second.size() != 1) {
    throw std::runtime_error(name + " was not sent once");
  }
  return found->second.front();
}

}  // namespace tapedeck::bench
