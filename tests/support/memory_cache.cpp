#include "support/memory_cache.hpp"

#include <utility>

namespace tapedeck::test {
namespace {

std::unexpected<Error> out_of_order() {
  return fail(Errc::storage_full, "There is no room on the disk.", "the test's cache is broken");
}

bool is_meant(const browse::Clearing& what, const browse::Answer& answer) {
  if (what.type && *what.type != answer.type) return false;
  return !what.made_before || answer.made < *what.made_before;
}

}  // namespace

Task<Result<browse::AnswerPtr>> MemoryCache::find(std::string key) {
  ++looks_;
  if (broken_) co_return out_of_order();
  const auto found = answers_.find(key);
  browse::AnswerPtr answer;
  if (found != answers_.end()) answer = found->second;
  if (clock_ != nullptr) {
    auto slept = co_await clock_->sleep_for(time_);
    if (!slept) co_return failure(slept);
  }
  co_return answer;
}

Task<Result<void>> MemoryCache::keep(std::string key, browse::AnswerPtr answer) {
  if (broken_) co_return out_of_order();
  answers_.insert_or_assign(std::move(key), std::move(answer));
  co_return Result<void>();
}

Task<Result<void>> MemoryCache::forget(std::string key) {
  if (broken_) co_return out_of_order();
  answers_.erase(key);
  co_return Result<void>();
}

Task<Result<std::vector<browse::Holding>>> MemoryCache::holdings() {
  if (broken_) co_return out_of_order();
  std::map<browse::CacheType, browse::Holding> all;
  for (const auto& [key, answer] : answers_) {
    auto& holding = all[answer->type];
    holding.type = answer->type;
    ++holding.entries;
    holding.bytes += answer->body.size();
  }
  std::vector<browse::Holding> list;
  for (const auto& [type, holding] : all)
    list.push_back(holding);
  co_return list;
}

Task<Result<std::uint64_t>> MemoryCache::clear(browse::Clearing what) {
  if (broken_) co_return out_of_order();
  co_return std::erase_if(answers_,
                          [&](const auto& entry) { return is_meant(what, *entry.second); });
}

}  // namespace tapedeck::test
