#pragma once

#include "archive/search.hpp"
#include "base/result.hpp"

#include <cstdint>
#include <set>
#include <string>

namespace tapedeck::archive {

/// Walks everything a query finds, a batch at a time, and notices when the Archive walks in a
/// circle. Pure: `while (!walk.ended()) { page = scrape(walk.next()); walk.took(page); }`
///
/// The size of a batch is said with the first call only, since the Archive may ignore a cursor that
/// comes with one, and give the first batch again without an error (found by three other clients).
class ScrapeWalk {
 public:
  explicit ScrapeWalk(Query query, std::optional<std::uint32_t> count = {});

  /// Goes on where another walk for `query` was: at the cursor of its last batch, after `count`
  /// items.
  ScrapeWalk(Query query, std::string cursor, std::uint64_t count);

  /// What to ask for next.
  [[nodiscard]] ScrapeQuery next() const;

  /// Takes one batch. Errors: `bad_upstream` when its cursor or its first item was met before, or
  /// when there is no end to it; the walk has then ended.
  [[nodiscard]] Result<void> took(const ScrapePage& page);

  /// Whether the last batch has come, or the walk went wrong.
  [[nodiscard]] bool ended() const noexcept { return ended_; }

  /// How many items have come.
  [[nodiscard]] std::uint64_t count() const noexcept { return count_; }

  /// How many there are, as the last batch said.
  [[nodiscard]] std::uint64_t total() const noexcept { return total_; }

  /// Whether nothing is missing. The Archive counts the total anew for each batch, so more than it
  /// said is fine, and fewer (by more than 1 in 1,000) means a batch was cut short: walk again.
  [[nodiscard]] bool complete() const noexcept;

 private:
  ScrapeQuery query_;
  std::set<std::string> cursors_;
  std::set<ItemIdentifier> firsts_;
  std::uint64_t count_ = 0;
  std::uint64_t total_ = 0;
  bool ended_ = false;
  bool failed_ = false;
};

}  // namespace tapedeck::archive
