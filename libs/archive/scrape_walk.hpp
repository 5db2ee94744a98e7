#pragma once

#include "archive/search.hpp"
#include "base/result.hpp"

#include <cstdint>
#include <optional>
#include <set>
#include <string>

namespace tapedeck::archive {

/// How far a walk has come: all that another one needs to go on from there.
struct ScrapePlace {
  std::string cursor{};                  ///< Of the last batch; empty at the beginning.
  std::uint64_t count = 0;               ///< Items before it.
  std::uint64_t most = 0;                ///< The greatest total that was said so far.
  std::optional<ItemIdentifier> last{};  ///< The last item before it that could be read.

  friend bool operator==(const ScrapePlace&, const ScrapePlace&) = default;
};

/// Walks everything a query finds, a batch at a time, and notices when the Archive walks in a
/// circle. Pure: `while (!walk.ended()) { page = scrape(walk.next()); walk.took(page); }`
///
/// The size of a batch is said with the first call only, since the Archive may ignore a cursor that
/// comes with one, and give the first batch again without an error (found by three other clients).
class ScrapeWalk {
 public:
  explicit ScrapeWalk(Query query, std::optional<std::uint32_t> count = {});

  /// Goes on where another walk for `query` was.
  ScrapeWalk(Query query, ScrapePlace from);

  /// What to ask for next.
  [[nodiscard]] ScrapeQuery next() const;

  /// Asks for half as many next, where a size is still said and the Archive allows it.
  void ask_for_fewer();

  /// Takes one batch. Errors: `bad_upstream` when its cursor or its first item was met before, when
  /// that item does not lie behind the last one, or when there is no end to it; the walk has then
  /// ended.
  [[nodiscard]] Result<void> took(const ScrapePage& page);

  /// Whether the last batch has come, or the walk went wrong.
  [[nodiscard]] bool ended() const noexcept { return ended_; }

  /// How far it has come.
  [[nodiscard]] const ScrapePlace& place() const& noexcept { return place_; }
  const ScrapePlace& place() const&& = delete;

  /// How many items have come.
  [[nodiscard]] std::uint64_t count() const noexcept { return place_.count; }

  /// How many there are, as the last batch said.
  [[nodiscard]] std::uint64_t total() const noexcept { return total_; }

  /// Whether nothing is missing. The Archive counts the total anew for each batch, so more than it
  /// said is fine, and fewer (by more than 1 in 1,000) means a batch was cut short: walk again.
  ///
  /// So is a total of zero, and one that has shrunk meanwhile by more than 1 in 1,000, or ten of a
  /// small one: a few items go dark while one walks, and more than that is rather a search index
  /// that is ill. Another client took such an answer for a mass removal.
  [[nodiscard]] bool complete() const noexcept;

 private:
  [[nodiscard]] bool lies_behind(const ItemIdentifier& first) const;

  ScrapeQuery query_;
  ScrapePlace place_;
  std::set<std::string> cursors_;
  std::set<ItemIdentifier> firsts_;
  std::uint64_t total_ = 0;
  bool ended_ = false;
  bool failed_ = false;
};

}  // namespace tapedeck::archive
