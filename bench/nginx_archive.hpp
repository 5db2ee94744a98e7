#pragma once

#include "archive_item.hpp"
#include "child.hpp"
#include "folder.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tapedeck::bench {

/// An archive as fast as a server can be: nginx, which sends metadata that were written before, and
/// files after one redirect to its node, as the Archive does. Whoever fetches from it fetches the
/// same bytes from the same server.
class NginxArchive {
 public:
  /// Of items whose name begins so, a byte comes now and then only: a transfer of theirs never
  /// ends.
  static constexpr std::string_view slow = "slow";

  /// All it has lies in `folder`, which outlives it.
  explicit NginxArchive(const Folder& folder);

  [[nodiscard]] std::uint16_t port() const { return port_; }
  [[nodiscard]] std::string url(const std::string& item, const std::string& name) const;

  /// Adds an item with so many files of `bytes` each, no two of them alike.
  std::vector<ArchiveFile> add(const std::string& item, int count, std::uint64_t bytes);

  /// Adds an item of which it has the metadata alone.
  void announce(const std::string& item, const std::vector<ArchiveFile>& files);

 private:
  const Folder& folder_;
  std::uint16_t port_;
  std::uint16_t node_port_;
  Child nginx_;
};

}  // namespace tapedeck::bench
