#include "gateway/store/searches.hpp"

#include <algorithm>
#include <limits>
#include <set>

namespace tapedeck::gateway {
namespace {

using database::Connection;
using SearchId = Id<struct SearchTag>;

Result<void> insert(Connection& db, const Search& search) {
  // A column of 32 bits; the Archive has fewer items than that.
  const auto count = std::min<std::int64_t>(search.found, std::numeric_limits<std::int32_t>::max());
  auto added = db.run(
      {"gateway.add_search",
       "insert into search_history (id, user_id, query, search_type, results_count, created_at) "
       "select :id, id, :query, :type, :count, :at from users where id = :user"},
      SearchId::make(), search.query, search.type, count, search.at, search.user);
  if (!added) return failure(added);
  return {};
}

Result<void> trim(Connection& db, const UserId& user) {
  auto trimmed = db.run({"gateway.trim_searches",
                         "delete from search_history where user_id = :user and id not in "
                         "(select id from search_history where user_id = :user "
                         "order by created_at desc, id limit :most)"},
                        user, max_searches);
  if (!trimmed) return failure(trimmed);
  return {};
}

}  // namespace

Result<void> add_searches(Connection& db, const std::vector<Search>& searches) {
  std::set<UserId> users;
  for (const auto& search : searches) {
    auto added = insert(db, search);
    if (!added) return added;
    users.insert(search.user);
  }
  for (const auto& user : users) {
    auto trimmed = trim(db, user);
    if (!trimmed) return trimmed;
  }
  return {};
}

Result<void> forget_searches(Connection& db, const Instant& before) {
  auto forgotten = db.run(
      {"gateway.forget_searches", "delete from search_history where created_at < :before"}, before);
  if (!forgotten) return failure(forgotten);
  return {};
}

}  // namespace tapedeck::gateway
