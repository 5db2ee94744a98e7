#include "gateway/store/counts.hpp"

#include <boost/describe.hpp>

namespace tapedeck::gateway {
namespace {

struct Counts {
  std::int64_t users = 0;
  std::int64_t active_users = 0;
  std::int64_t sessions = 0;
  std::int64_t searches = 0;
};
BOOST_DESCRIBE_STRUCT(Counts, (), (users, active_users, sessions, searches))

}  // namespace

Result<std::map<std::string, std::int64_t>> count(database::Connection& db) {
  auto found = db.value<Counts>({"gateway.count", R"(
    select (select count(*) from users),
           (select count(*) from users where is_active = 1),
           (select count(*) from user_sessions),
           (select count(*) from search_history)
  )"});
  if (!found) return failure(found);
  return std::map<std::string, std::int64_t>{
      {"users", found->users},
      {"active_users", found->active_users},
      {"sessions", found->sessions},
      {"searches", found->searches},
  };
}

}  // namespace tapedeck::gateway
