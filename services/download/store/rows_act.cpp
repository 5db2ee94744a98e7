#include "download/store/job_row.hpp"
#include "download/store/rows.hpp"
#include "json/words.hpp"

#include <string>
#include <utility>

namespace tapedeck::download::rows {
namespace {

/// The jobs of one status that are selected, and that a retry would change if one is meant. At most
/// `most`.
Result<std::vector<JobRow>> of_status(database::Connection& db, const UserId& user,
                                      JobStatus status, const Selection& which,
                                      std::uint64_t most) {
  const std::string item = which.item ? std::string(which.item->text()) : std::string();
  return db.all<JobRow>({"download.to_act_on", "select " TAPEDECK_JOB_COLUMNS R"(
    from downloads d
    where d.user_id = :user_id and d.status = :status
      and (:item = '' or d.archive_identifier = :item)
    order by d.queue_order limit :most
  )"},
                        user, status, item, most);
}

/// As of_status(), of the pending ones that wait for something else than their turn.
Result<std::vector<JobRow>> waiting(database::Connection& db, const UserId& user,
                                    const Selection& which, std::uint64_t most) {
  const std::string item = which.item ? std::string(which.item->text()) : std::string();
  return db.all<JobRow>({"download.to_try", "select " TAPEDECK_JOB_COLUMNS R"(
    from downloads d
    where d.user_id = :user_id and d.status = 'pending'
      and (d.retry_at is not null or d.waiting_for <> 'slot')
      and (:item = '' or d.archive_identifier = :item)
    order by d.queue_order limit :most
  )"},
                        user, item, most);
}

Result<std::vector<Job>> named(database::Connection& db, const UserId& user, JobAction action,
                               const Selection& which) {
  std::vector<Job> jobs;
  for (const auto& id : which.ids) {
    auto job = find(db, user, id);
    if (!job && job.error().code != Errc::not_found) return failure(job);
    if (job && which.has(*job) && changes(action, *job)) jobs.push_back(*std::move(job));
  }
  return jobs;
}

Result<std::vector<Job>> selected(database::Connection& db, const UserId& user, JobAction action,
                                  const Selection& which) {
  if (!which.ids.empty()) return named(db, user, action, which);
  std::vector<Job> jobs;
  for (const auto& word : json::words<JobStatus>) {
    const auto status = word.value;
    if (!may_change(action, status) || (which.status && *which.status != status)) continue;
    const auto most = JobStore::most_at_once - jobs.size();
    const bool tries = action == JobAction::retry && status == JobStatus::pending;
    auto rows = tries ? waiting(db, user, which, most) : of_status(db, user, status, which, most);
    if (!rows) return failure(rows);
    for (auto& row : *rows)
      jobs.push_back(job_of(std::move(row)));
  }
  return jobs;
}

Result<void> erase(database::Connection& db, const JobId& id) {
  auto done = db.run({"download.remove", "delete from downloads where id = :id"}, id);
  if (!done) return failure(done);
  return {};
}

Result<Job> on_its_way(database::Connection& db, const UserId& user, const JobId& id) {
  auto job = find(db, user, id);
  if (job && !is_active(job->status)) {
    return fail(Errc::conflict, "The download has come to its end.");
  }
  return job;
}

/// The last place that is taken before another one, but for that of a job that is moved.
Result<std::uint64_t> last_before(database::Connection& db, std::uint64_t order,
                                  const JobId& moved) {
  return db.value<std::uint64_t>({"download.last_before", R"(
    select coalesce(max(queue_order), 0) from downloads where queue_order < :order and id <> :id
  )"},
                                 order, moved);
}

}  // namespace

Result<std::vector<Job>> act(database::Connection& db, const UserId& user, const JobAction& action,
                             const Selection& which, const Instant& now) {
  auto jobs = selected(db, user, action, which);
  if (!jobs) return failure(jobs);
  auto order = last_in_order(db);
  if (!order) return failure(order);
  for (auto& job : *jobs) {
    *order += order_step;
    job = after(action, std::move(job), *order, now);
    auto done = action == JobAction::remove ? erase(db, job.id) : rewrite(db, job);
    if (!done) return failure(done);
  }
  return jobs;
}

Result<std::vector<Job>> prioritize(database::Connection& db, const UserId& user,
                                    const Selection& which, const std::uint32_t& priority) {
  // What cancel would end is on its way, and only that has a turn to come.
  auto jobs = selected(db, user, JobAction::cancel, which);
  if (!jobs) return failure(jobs);
  std::erase_if(*jobs, [&](const Job& job) { return job.priority == priority; });
  for (auto& job : *jobs) {
    job.priority = priority;
    auto done = rewrite(db, job);
    if (!done) return failure(done);
  }
  return jobs;
}

Result<Job> put_before(database::Connection& db, const UserId& user, const JobId& id,
                       const JobId& other) {
  auto job = on_its_way(db, user, id);
  if (!job) return job;
  auto target = on_its_way(db, user, other);
  if (!target || id == other) return target;
  auto before = last_before(db, target->order, id);
  if (before && target->order - *before < 2) {
    auto shifted = db.run({"download.make_room", R"(
      update downloads set queue_order = queue_order + :step where queue_order >= :from
    )"},
                          order_step, target->order);
    if (!shifted) return failure(shifted);
    target->order += order_step;
  }
  if (!before) return failure(before);
  job->priority = target->priority;
  job->order = *before + (target->order - *before) / 2;
  auto done = rewrite(db, *job);
  if (!done) return failure(done);
  return job;
}

Result<std::uint64_t> last_in_order(database::Connection& db) {
  return db.value<std::uint64_t>(
      {"download.last_in_order", "select coalesce(max(queue_order), 0) from downloads"});
}

Result<void> rewrite(database::Connection& db, const Job& job) {
  std::optional<std::string> error;
  if (!job.error.empty()) error = job.error;
  auto done =
      db.run({"download.rewrite", R"(
    update downloads set priority = :priority, queue_order = :queue_order, status = :status, waiting_for = :waiting_for,
      retry_at = :retry_at, file_size = :file_size, sha1 = :sha1, md5 = :md5,
      bytes_done = :bytes_done, etag = :etag, furthest = :furthest, has_part = :has_part,
      failures = :failures,
      restarts = :restarts, progress = :progress, created_at = :created_at,
      started_at = :started_at, download_completed_at = :completed_at, file_path = null,
      error_message = :error_message
    where id = :id
  )"},
             job.priority, job.order, job.status, job.waiting_for, job.retry_at, job.expected.bytes,
             text_of(job.expected.sha1), text_of(job.expected.md5), job.bytes_done, job.etag,
             job.furthest, job.has_part ? 1U : 0U, job.failures, job.restarts, percent_done(job),
             job.created, job.started, job.completed, error, job.id);
  if (!done) return failure(done);
  return {};
}

}  // namespace tapedeck::download::rows
