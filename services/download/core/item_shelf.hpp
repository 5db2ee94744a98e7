#pragma once

#include "archive/archive.hpp"
#include "async/clock.hpp"

#include <chrono>
#include <cstddef>
#include <memory>
#include <vector>

namespace tapedeck::download {

/// What the Archive says of the items that are at work just now, asked for once for all their
/// files. Lives on one loop; not thread-safe.
class ItemShelf {
 public:
  using ItemPtr = std::shared_ptr<const archive::Item>;

  /// An answer serves so long.
  static constexpr std::chrono::minutes fresh_for{10};

  /// Items with so many files together are kept, a few megabytes; and the last one, whatever it
  /// has.
  static constexpr std::size_t most_files = 20'000;

  /// Both outlive the shelf.
  ItemShelf(archive::Archive& archive, Clock& clock) : archive_(archive), clock_(clock) {}

  /// The item as the Archive told of it at `not_before` or after, and not too long ago. Errors:
  /// those of archive::Archive::item().
  Task<Result<ItemPtr>> item(ItemIdentifier name, Clock::Ticks not_before, Deadline deadline);

 private:
  void make_room();

  struct Entry {
    ItemPtr item;
    Clock::Ticks asked{};
  };

  archive::Archive& archive_;
  Clock& clock_;
  std::vector<Entry> entries_;  // the one asked for last at the end
};

}  // namespace tapedeck::download
