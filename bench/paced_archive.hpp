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

/// An archive that sends every file at the same even speed, and remembers when it sent what. No two
/// of its files are alike: the vault would keep them once.
class PacedArchive {
 public:
  static constexpr std::uint64_t file_bytes = 2'000'000;
  static constexpr std::uint64_t piece_bytes = 5'000;
  static constexpr std::chrono::milliseconds between{5};  ///< Pieces: a megabyte a second.

  /// `count` files of `item`, and `more` of the item `promised`, which are sent and never turn out
  /// right. Files that it writes for a moment begin with `scratch`.
  PacedArchive(const std::string& item, int count, const std::string& promised, int more,
               const std::string& scratch);

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

  std::map<std::string, std::string> metadata_;  ///< By item; as it is from here on.
  std::uint16_t port_ = 0;
  int listener_;
  mutable std::mutex mutex_;                                   // guards what stands below
  std::map<std::string, std::deque<std::vector<Sent>>> sent_;  ///< By path, each sending.
  std::vector<int> connections_;
  std::list<std::jthread> servers_;  ///< One a connection.
  std::jthread acceptor_;            ///< Last: it adds to all above.
};

}  // namespace tapedeck::bench
