#pragma once

#include "async/task.hpp"
#include "base/result.hpp"
#include "browse/core/answer.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tapedeck::browse {

/// How much of one type is kept.
struct Holding {
  CacheType type = CacheType::search;
  std::uint64_t entries = 0;
  std::uint64_t bytes = 0;
};

/// What is to be thrown away; an empty one means everything.
struct Clearing {
  std::optional<CacheType> type{};
  std::optional<Instant> made_before{};
};

/// Keeps the Archive's answers over restarts. It judges nothing: what is stale stays until it is
/// replaced, cleared, or the oldest when there is no more room.
///
/// Lives on the service's loop. Errors of each: those of a store.
class Cache {
 public:
  virtual ~Cache() = default;

  /// The answer under `key`, however old it is; null when there is none.
  virtual Task<Result<AnswerPtr>> find(std::string key) = 0;

  /// Keeps `answer` in place of what was there.
  virtual Task<Result<void>> keep(std::string key, AnswerPtr answer) = 0;

  /// Throws away what is under `key`, if anything is.
  virtual Task<Result<void>> forget(std::string key) = 0;

  /// What there is of each type; a type without entries may be missing.
  virtual Task<Result<std::vector<Holding>>> holdings() = 0;

  /// Gives how many entries were thrown away.
  virtual Task<Result<std::uint64_t>> clear(Clearing what) = 0;
};

}  // namespace tapedeck::browse
