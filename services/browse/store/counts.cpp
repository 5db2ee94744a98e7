#include "browse/store/counts.hpp"

#include <boost/describe.hpp>

namespace tapedeck::browse {
namespace {

struct Counts {
  std::int64_t cache_entries = 0;
  std::int64_t cache_bytes = 0;
};
BOOST_DESCRIBE_STRUCT(Counts, (), (cache_entries, cache_bytes))

}  // namespace

Result<std::map<std::string, std::int64_t>> count(database::Connection& db) {
  auto found = db.value<Counts>({"browse.count", R"(
    select (select count(*) from cache_entries),
           (select cast(coalesce(sum(bytes), 0) as bigint) from cache_entries)
  )"});
  if (!found) return failure(found);
  return std::map<std::string, std::int64_t>{
      {"cache_entries", found->cache_entries},
      {"cache_bytes", found->cache_bytes},
  };
}

}  // namespace tapedeck::browse
