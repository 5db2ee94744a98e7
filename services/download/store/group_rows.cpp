#include "database/row.hpp"
#include "database/transaction.hpp"
#include "download/store/job_row.hpp"
#include "download/store/rows.hpp"

#include <boost/describe.hpp>

#include <string>
#include <utility>

namespace tapedeck::download {

/// The jobs of an item, summed up.
struct GroupRow {
  ItemIdentifier archive_identifier;
  std::uint64_t files;
  std::uint64_t at_work;
  std::uint64_t pending;
  std::uint64_t paused;
  std::uint64_t completed;
  std::uint64_t failed;
  std::uint64_t cancelled;
  std::uint64_t bytes_done;
  std::uint64_t bytes_total;
  Instant created_at;
};
BOOST_DESCRIBE_STRUCT(GroupRow, (),
                      (archive_identifier, files, at_work, pending, paused, completed, failed,
                       cancelled, bytes_done, bytes_total, created_at))

namespace rows {
namespace {

/// A page of a user's groups, or the one of `item` unless that is empty.
Result<std::vector<JobGroup>> sums(database::Connection& db, const UserId& user,
                                   const std::string& item, std::uint32_t most,
                                   std::uint64_t skipped) {
  auto found = db.all<GroupRow>({"download.groups", R"(
    select archive_identifier, count(*),
      count(case when status in ('downloading', 'verifying') then 1 end),
      count(case when status = 'pending' then 1 end),
      count(case when status = 'paused' then 1 end),
      count(case when status = 'completed' then 1 end),
      count(case when status = 'failed' then 1 end),
      count(case when status = 'cancelled' then 1 end),
      cast(sum(case status when 'cancelled' then 0
                           when 'completed' then coalesce(file_size, bytes_done)
                           else bytes_done end) as bigint),
      cast(sum(case when status = 'cancelled' then 0
                    else coalesce(file_size, bytes_done) end) as bigint),
      max(created_at)
    from downloads
    where user_id = :user_id and (:item = '' or archive_identifier = :item)
    group by archive_identifier
    order by max(created_at) desc, archive_identifier limit :most offset :skipped
  )"},
                                user, item, most, skipped);
  if (!found) return failure(found);
  std::vector<JobGroup> groups;
  for (auto& row : *found) {
    groups.push_back({.item = std::move(row.archive_identifier),
                      .files = row.files,
                      .at_work = row.at_work,
                      .pending = row.pending,
                      .paused = row.paused,
                      .completed = row.completed,
                      .failed = row.failed,
                      .cancelled = row.cancelled,
                      .bytes_done = row.bytes_done,
                      .bytes_total = row.bytes_total,
                      .created = row.created_at});
  }
  return groups;
}

}  // namespace

Result<GroupPage> groups(database::Connection& db, const UserId& user, const JobFilter& filter) {
  auto snapshot = database::ReadTransaction::begin(db);
  if (!snapshot) return failure(snapshot);
  const std::string item = filter.item ? std::string(filter.item->text()) : std::string();
  auto total = db.value<std::uint64_t>({"download.count_groups", R"(
    select count(distinct archive_identifier) from downloads
    where user_id = :user_id and (:item = '' or archive_identifier = :item)
  )"},
                                       user, item);
  if (!total) return failure(total);
  const std::uint64_t offset = std::uint64_t{filter.page - 1} * filter.per_page;
  auto found = sums(db, user, item, filter.per_page, offset);
  if (!found) return failure(found);
  return GroupPage{.total = *total, .groups = *std::move(found)};
}

Result<std::optional<EndedGroup>> tell(database::Connection& db, const UserId& user,
                                       const ItemIdentifier& item) {
  auto found = sums(db, user, std::string(item.text()), 1, 0);
  if (!found) return failure(found);
  if (found->empty() || is_active(status_of(found->front()))) return std::optional<EndedGroup>();
  auto told = db.run({"download.tell", R"(
    update downloads set told = 1
    where user_id = :user_id and archive_identifier = :item and told = 0
      and status in ('completed', 'failed')
  )"},
                     user, item);
  if (!told) return failure(told);
  if (*told == 0) return std::optional<EndedGroup>();
  EndedGroup ended{.group = std::move(found->front())};
  if (ended.group.failed == 0) return std::optional(std::move(ended));
  auto row = db.one<JobRow>({"download.first_failed", "select " TAPEDECK_JOB_COLUMNS R"(
    from downloads d
    where d.user_id = :user_id and d.archive_identifier = :item and d.status = 'failed'
    order by d.queue_order limit 1
  )"},
                            user, item);
  if (!row) return failure(row);
  if (*row) ended.failed = job_of(**std::move(row));
  return std::optional(std::move(ended));
}

}  // namespace rows

}  // namespace tapedeck::download
