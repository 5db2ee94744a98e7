#include "browse/core/holds.hpp"

#include <algorithm>
#include <utility>

namespace tapedeck::browse {

void Holds::put(std::string key, Clock::Ticks until, Clock::Ticks now) {
  std::erase_if(until_, [now](const auto& hold) { return hold.second <= now; });
  until_.insert_or_assign(std::move(key), until);
  if (until_.size() <= most_) return;
  until_.erase(std::ranges::min_element(until_, {}, [](const auto& hold) { return hold.second; }));
}

bool Holds::has(std::string_view key, Clock::Ticks now) const {
  const auto found = until_.find(key);
  return found != until_.end() && now < found->second;
}

}  // namespace tapedeck::browse
