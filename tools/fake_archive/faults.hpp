#pragma once

#include "fake_archive/dice.hpp"
#include "fake_archive/fault.hpp"

#include <cstdint>
#include <string_view>
#include <vector>

namespace tapedeck::fake_archive {

/// The faults in force, and how often each has struck.
class Faults {
 public:
  struct Entry {
    std::uint64_t id = 0;
    Fault fault;
    std::uint64_t seen = 0;    ///< Requests it was for.
    std::uint64_t struck = 0;  ///< Requests it has spoilt.
    Dice dice;
  };

  /// Gives the id of the new fault.
  std::uint64_t add(Fault fault);

  /// False when there is none of that id.
  bool remove(std::uint64_t id);

  void clear() { entries_.clear(); }

  /// The fault for a request, and counts it: the first that concerns it and is due. Those behind it
  /// do not see the request. Nothing when the answer is to be as it should.
  [[nodiscard]] const Fault* strike(HostRole host, std::string_view method,
                                    std::string_view target);

  [[nodiscard]] const std::vector<Entry>& entries() const noexcept { return entries_; }

 private:
  std::vector<Entry> entries_;
  std::uint64_t last_id_ = 0;
};

}  // namespace tapedeck::fake_archive
