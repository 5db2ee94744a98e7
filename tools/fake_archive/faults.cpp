#include "fake_archive/faults.hpp"

namespace tapedeck::fake_archive {

namespace {

/// Counts a request that `entry` is for; whether the fault strikes it.
bool is_due(Faults::Entry& entry) {
  ++entry.seen;
  const auto& fault = entry.fault;
  if (fault.nth > 0 && entry.seen != fault.nth) return false;
  if (fault.times > 0 && entry.struck >= fault.times) return false;
  return entry.dice.chance(fault.probability);
}

}  // namespace

std::uint64_t Faults::add(Fault fault) {
  const auto seed = fault.seed;
  entries_.push_back(Entry{++last_id_, std::move(fault), 0, 0, Dice(seed)});
  return last_id_;
}

bool Faults::remove(std::uint64_t id) {
  return std::erase_if(entries_, [id](const Entry& entry) { return entry.id == id; }) > 0;
}

const Fault* Faults::strike(HostRole host, std::string_view method, std::string_view target) {
  for (auto& entry : entries_) {
    if (!concerns(entry.fault, host, method, target) || !is_due(entry)) continue;
    ++entry.struck;
    return &entry.fault;
  }
  return nullptr;
}

}  // namespace tapedeck::fake_archive
