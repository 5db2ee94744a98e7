#pragma once

#include "base/instant.hpp"
#include "base/result.hpp"
#include "base/uuid.hpp"
#include "database/connection.hpp"

#include <boost/describe.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace tapedeck::gateway {

/// What was searched.
enum class SearchType : std::uint8_t { recordings, concerts };
BOOST_DESCRIBE_ENUM(SearchType, recordings, concerts)

/// One search of one user.
struct Search {
  UserId user;
  SearchType type = SearchType::recordings;
  std::string query;       ///< In UTF-8, at most 1000 bytes.
  std::int64_t found = 0;  ///< On all pages together.
  Instant at{};
};

/// How many searches of one user are kept, however new they are.
inline constexpr std::int64_t max_searches = 1'000;

/// Keeps `searches`, but for those of users there are none of (any more), and of each user the
/// newest alone. In a transaction.
Result<void> add_searches(database::Connection& db, const std::vector<Search>& searches);

/// Forgets searches from before `before`.
Result<void> forget_searches(database::Connection& db, const Instant& before);

}  // namespace tapedeck::gateway
