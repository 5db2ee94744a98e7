#pragma once

#include "json/fields.hpp"

#include <boost/describe.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <vector>

namespace tapedeck::messages {

/// What a cached answer of the Archive is about; the cache_type of its row.
enum class CacheType : std::uint8_t {
  search,     ///< One page of what a search found.
  item,       ///< One item and its files.
  thumbnail,  ///< An item's picture.
};
BOOST_DESCRIBE_ENUM(CacheType, search, item, thumbnail)

/// What is kept of one type, and how often it was of use since the service started.
struct CacheTypeStatistics {
  CacheType type = CacheType::search;
  std::uint64_t entries = 0;
  std::uint64_t bytes = 0;
  std::uint64_t hits = 0;
  std::uint64_t misses = 0;
  std::uint64_t stale_served = 0;
};
BOOST_DESCRIBE_STRUCT(CacheTypeStatistics, (), (type, entries, bytes, hits, misses, stale_served))

/// What GET /browse/cache/stats answers.
struct CacheStatistics {
  std::uint64_t entries = 0;
  std::uint64_t bytes = 0;
  std::uint64_t hits = 0;
  std::uint64_t misses = 0;
  std::uint64_t stale_served = 0;
  std::vector<CacheTypeStatistics> types;
};
BOOST_DESCRIBE_STRUCT(CacheStatistics, (), (entries, bytes, hits, misses, stale_served, types))

constexpr auto json_fields(std::type_identity<CacheStatistics>) {
  return json::fields(
      "What is kept of the Archive's answers, and how often it was of use since the service "
      "started.",
      json::field(&CacheStatistics::hits).about("Answers given within their time."),
      json::field(&CacheStatistics::misses).about("Answers the Archive had to be asked for."),
      json::field(&CacheStatistics::stale_served).about("Answers given past their time."));
}

/// What POST /browse/cache/clear takes: both absent throw everything away.
struct CacheClearing {
  std::optional<CacheType> type;
  std::optional<std::chrono::seconds> older_than_seconds;
};
BOOST_DESCRIBE_STRUCT(CacheClearing, (), (type, older_than_seconds))

constexpr auto json_fields(std::type_identity<CacheClearing>) {
  return json::fields("What is to be thrown away; both absent mean everything.",
                      json::field(&CacheClearing::type).about("Only answers of this type."),
                      // A century is more than a clock can be wrong by.
                      json::field(&CacheClearing::older_than_seconds)
                          .between(0, 100.0 * 365 * 86'400)
                          .about("Only answers that the Archive gave longer ago than this."));
}

/// What it answers.
struct CacheCleared {
  std::uint64_t cleared = 0;  ///< So many entries.
};
BOOST_DESCRIBE_STRUCT(CacheCleared, (), (cleared))

}  // namespace tapedeck::messages
