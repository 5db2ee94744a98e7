#pragma once

#include "base/instant.hpp"
#include "base/result.hpp"
#include "database/connection.hpp"
#include "gateway/core/search_queue.hpp"

#include <cstdint>
#include <vector>

namespace tapedeck::gateway {

/// How many searches of one user are kept, however new they are.
inline constexpr std::int64_t max_searches = 1'000;

/// Keeps `searches`, but for those of users there are none of (any more), and of each user the
/// newest alone. In a transaction.
Result<void> add_searches(database::Connection& db, const std::vector<Search>& searches);

/// Forgets searches from before `before`.
Result<void> forget_searches(database::Connection& db, const Instant& before);

}  // namespace tapedeck::gateway
