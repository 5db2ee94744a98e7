#pragma once

#include "browse/core/cache_policy.hpp"
#include "browse/core/ports.hpp"
#include "database/pool.hpp"

#include <cstdint>

namespace tapedeck::browse {

/// The cache, kept in `cache_entries`. Holds at most `most_bytes` of answers: what the Archive said
/// the longest time ago goes first.
class SqlCache final : public Cache {
 public:
  SqlCache(database::Pool& pool, std::uint64_t most_bytes, CachePolicy policy = {})
      : pool_(pool), most_bytes_(most_bytes), policy_(policy) {}

  Task<Result<AnswerPtr>> find(std::string key) override;
  Task<Result<void>> keep(std::string key, AnswerPtr answer) override;
  Task<Result<void>> forget(std::string key) override;
  Task<Result<std::vector<Holding>>> holdings() override;
  Task<Result<std::uint64_t>> clear(Clearing what) override;

 private:
  database::Pool& pool_;
  std::uint64_t most_bytes_;
  CachePolicy policy_;
};

}  // namespace tapedeck::browse
