#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace tapedeck::bench {

/// A file as the metadata of its item tell of it.
struct ArchiveFile {
  std::string name;
  std::uint64_t bytes = 0;
  std::string sha1;
};

/// What the Archive answers when it is asked for an item's metadata, as far as a download needs it.
/// Names need no escaping; all files are texts, of which nothing is made once they are there.
[[nodiscard]] std::string metadata_of(const std::string& item,
                                      const std::vector<ArchiveFile>& files);

/// "file0007.txt"
[[nodiscard]] std::string numbered_name(int number);

/// So many files of an item, of `bytes` each, with sums that are made up, no two alike: they are
/// never sent.
[[nodiscard]] std::vector<ArchiveFile> promised_files(const std::string& item, int count,
                                                      std::uint64_t bytes);

}  // namespace tapedeck::bench
