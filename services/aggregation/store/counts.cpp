#include "aggregation/store/counts.hpp"

#include <boost/describe.hpp>

namespace tapedeck::aggregation {
namespace {

struct Counts {
  std::int64_t concerts = 0;
  std::int64_t recordings = 0;
};
BOOST_DESCRIBE_STRUCT(Counts, (), (concerts, recordings))

}  // namespace

Result<std::map<std::string, std::int64_t>> count(database::Connection& db) {
  auto found = db.value<Counts>({"aggregation.count", R"(
    select (select count(*) from aggregated_concerts),
           (select count(*) from concert_recordings)
  )"});
  if (!found) return failure(found);
  return std::map<std::string, std::int64_t>{
      {"concerts", found->concerts},
      {"recordings", found->recordings},
  };
}

}  // namespace tapedeck::aggregation
