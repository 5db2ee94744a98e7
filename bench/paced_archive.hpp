#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <list>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace tapedeck::bench {

using Moment = std::chrono::steady_clock::time_point;

/// An archive that sends every file at the same even speed, and remembers when it sent what. All
/// its files are of the same bytes.
class PacedArchive {
 public:
  static constexpr std::uint64_t file_bytes = 2'000'000;
  static constexpr std::uint64_t piece_bytes = 5'000;
  static constexpr std::chrono::milliseconds between{5};  ///< Pieces: a megabyte a second.

  /// Its items, by their names, and how many files each has. `scratch` is a file it may write.
  PacedArchive(std::map<std::string, int> items, const std::string& scratch);

  /// Whoever fetches from it has ended before.
  ~PacedArchive();
  PacedArchive(const PacedArchive&) = delete;
  PacedArchive& operator=(const PacedArchive&) = delete;

  [[nodiscard]] std::uint16_t port() const { return port_; }

  /// A piece of a file, on its way from here.
  struct Sent {
    Moment at;            ///< Just before.
    std::uint64_t bytes;  ///< Of the file, up to and with this piece.
  };

  /// All of a file that was sent once. Throws when it was sent more often, or never.
  [[nodiscard]] std::vector<Sent> sent(const std::string& item, const std::string& name) const;

 private:
  void accept_all();
  void serve(int connection);
  [[nodiscard]] bool answer(int connection, std::string_view target);
  [[nodiscard]] bool send_file(int connection, const std::string& path);

  const std::map<std::string, int> items_;
  const std::string body_;
  const std::string sha1_;
  std::uint16_t port_ = 0;
  int listener_;
  mutable std::mutex mutex_;                                   // guards what stands below
  std::map<std::string, std::deque<std::vector<Sent>>> sent_;  ///< By path, each sending.
  std::vector<int> connections_;
  std::list<std::jthread> servers_;  ///< One a connection.
  std::jthread acceptor_;            ///< Last: it adds to all above.
};

}  // namespace tapedeck::bench
