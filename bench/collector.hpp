#pragma once

#include "base/uuid.hpp"
#include "child.hpp"

#include <cstdint>
#include <string>

namespace tapedeck::bench {

/// The program, ready, before an archive.
class DownloadDeck {
 public:
  /// Its data and its vault are in `data`, which is made.
  DownloadDeck(std::uint16_t archive, const std::string& data);

  [[nodiscard]] std::uint16_t gateway_port() const { return gateway_port_; }
  [[nodiscard]] std::uint16_t download_port() const { return download_port_; }
  [[nodiscard]] const Child& program() const { return program_; }

 private:
  std::uint16_t gateway_port_;
  std::uint16_t download_port_;
  Child program_;
};

/// A user who downloads, through 8002.
class Collector {
 public:
  explicit Collector(const DownloadDeck& deck) : port_(deck.download_port()) {}

  [[nodiscard]] const UserId& id() const { return id_; }

  /// The body of the answer. Throws when it is none of the 200s.
  std::string ask(const std::string& verb, const std::string& target,
                  const std::string& body = {}) const;

  /// Asks for a recording, and waits until all its `files` are in the vault, verified and on the
  /// disk, as the WebSocket tells. Throws when one fails.
  void download(const std::string& item, int files) const;

  /// Removes the files and their rows.
  void throw_away() const;

 private:
  std::uint16_t port_;
  UserId id_ = UserId::make();
};

/// What POST /downloads takes for all files of an item.
[[nodiscard]] std::string wish_for(const std::string& item);

}  // namespace tapedeck::bench
