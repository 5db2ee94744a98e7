#pragma once

#include "base/instant.hpp"
#include "fake_archive/fault.hpp"

#include <cstdint>
#include <deque>
#include <string>

namespace tapedeck::fake_archive {

/// One request, as a test wants to look at it afterwards.
struct JournalLine {
  std::uint64_t number = 0;  ///< From 1, over both hosts.
  Instant at{};
  HostRole host = HostRole::archive;
  std::string method;
  std::string target;  ///< As it came, percent-encoded.
  std::string range;   ///< The Range header; empty when there was none.
  std::string if_range;
  std::string user_agent;
  std::uint16_t status = 0;  ///< 0 while nothing has been answered.
  std::uint64_t bytes = 0;   ///< Of body, handed to the connection so far.
  bool ended = false;        ///< The answer was sent to its end, or broken off on purpose.
  std::string fault;         ///< The line of the fault that struck it; empty when none did.
};

/// What was asked of the archive and its node, in order. Keeps the last 100,000 requests.
class Journal {
 public:
  /// Gives the number of the new line.
  std::uint64_t add(JournalLine line);

  /// The line of that number, to go on writing it; nothing when it is not kept any more.
  [[nodiscard]] JournalLine* find(std::uint64_t number);

  void clear() { lines_.clear(); }

  [[nodiscard]] const std::deque<JournalLine>& lines() const noexcept { return lines_; }

 private:
  std::deque<JournalLine> lines_;
  std::uint64_t last_ = 0;
};

}  // namespace tapedeck::fake_archive
