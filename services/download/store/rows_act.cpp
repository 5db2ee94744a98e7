#include "download/store/job_row.hpp"
#include "download/store/rows.hpp"
#include "json/words.hpp"

#include <algorithm>
#include <iterator>
#include <set>
#include <string>
#include <utility>

namespace tapedeck::download::rows {
namespace {

std::string item_of(const Selection& which) {
  return which.item ? std::string(which.item->text()) : std::string();
}

/// The selected jobs of one status, at most `most`.
Result<std::vector<Job>> of_status(database::Connection& db, const UserId& user, JobStatus status,
                                   const Selection& which, std::uint64_t most) {
  return jobs_of(db.all<JobRow>({"download.to_act_on", "select " TAPEDECK_JOB_COLUMNS R"(
    from downloads d
    where d.user_id = :user_id and d.status = :status
      and (:item = '' or d.archive_identifier = :item)
    order by d.queue_order limit :most
  )"},
                                user, status, item_of(which), most));
}

/// As of_status(), of the pending ones that wait for something else than their turn.
Result<std::vector<Job>> waiting(database::Connection& db, const UserId& user,
                                 const Selection& which, std::uint64_t most) {
  return jobs_of(db.all<JobRow>({"download.to_try", "select " TAPEDECK_JOB_COLUMNS R"(
    from downloads d
    where d.user_id = :user_id and d.status = 'pending'
      and (d.retry_at is not null or d.waiting_for <> 'slot')
      and (:item = '' or d.archive_identifier = :item)
    order by d.queue_order limit :most
  )"},
                                user, item_of(which), most));
}

/// The jobs that are named one by one, each once.
Result<std::vector<Job>> named(database::Connection& db, const UserId& user,
                               const Selection& which) {
  std::vector<Job> jobs;
  for (const auto& id : std::set(which.ids.begin(), which.ids.end())) {
    auto job = find(db, user, id);
    if (!job && job.error().code != Errc::not_found) return failure(job);
    if (job && which.has(*job)) jobs.push_back(*std::move(job));
  }
  return jobs;
}

Result<std::vector<Job>> selected(database::Connection& db, const UserId& user, JobAction action,
                                  const Selection& which) {
  if (!which.ids.empty()) {
    auto jobs = named(db, user, which);
    if (jobs) std::erase_if(*jobs, [&](const Job& job) { return !changes(action, job); });
    return jobs;
  }
  std::vector<Job> jobs;
  for (const auto& word : json::words<JobStatus>) {
    const auto status = word.value;
    if (!may_change(action, status) || (which.status && *which.status != status)) continue;
    const auto most = which.most - jobs.size();
    const bool tries = action == JobAction::retry && status == JobStatus::pending;
    auto more = tries ? waiting(db, user, which, most) : of_status(db, user, status, which, most);
    if (!more) return failure(more);
    std::ranges::move(*more, std::back_inserter(jobs));
  }
  return jobs;
}

/// The active jobs that are selected and have another priority.
Result<std::vector<Job>> of_other_priority(database::Connection& db, const UserId& user,
                                           const Selection& which, std::uint32_t priority) {
  if (!which.ids.empty()) {
    auto jobs = named(db, user, which);
    const auto is_right = [&](const Job& job) {
      return !is_active(job.status) || job.priority == priority;
    };
    if (jobs) std::erase_if(*jobs, is_right);
    return jobs;
  }
  const std::string status = which.status ? std::string(json::word_of(*which.status)) : "";
  return jobs_of(db.all<JobRow>({"download.to_prioritize", "select " TAPEDECK_JOB_COLUMNS R"(
    from downloads d
    where d.user_id = :user_id and d.priority <> :priority
      and d.status in ('pending', 'downloading', 'verifying', 'paused')
      and (:status = '' or d.status = :status)
      and (:item = '' or d.archive_identifier = :item)
    order by d.queue_order limit :most
  )"},
                                user, priority, status, item_of(which), which.most));
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
  Result<std::uint64_t> order = 0;
  if (action == JobAction::retry) order = last_in_order(db);
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
  auto jobs = of_other_priority(db, user, which, priority);
  if (!jobs) return failure(jobs);
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
      update downloads set queue_order = queue_order + :step
      where queue_order >= :from and status in ('pending', 'downloading', 'verifying', 'paused')
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

Result<std::optional<Job>> lose(database::Connection& db, const Job& job, const std::string& why) {
  auto row = find(db, job.user, job.id);
  if (!row && row.error().code == Errc::not_found) return std::optional<Job>();
  if (!row) return failure(row);
  if (row->status != JobStatus::completed || row->fence != job.fence) return std::optional<Job>();
  auto changed = lost(*std::move(row), why);
  auto done = rewrite(db, changed);
  if (!done) return failure(done);
  return std::optional<Job>(std::move(changed));
}

Result<std::uint64_t> last_in_order(database::Connection& db) {
  return db.value<std::uint64_t>(
      {"download.last_in_order", "select coalesce(max(queue_order), 0) from downloads"});
}

Result<void> rewrite(database::Connection& db, const Job& job) {
  auto done = db.run({"download.rewrite", R"(
    update downloads set priority = :priority, queue_order = :queue_order, status = :status, waiting_for = :waiting_for,
      retry_at = :retry_at, file_size = :file_size, sha1 = :sha1, md5 = :md5,
      bytes_done = :bytes_done, etag = :etag, furthest = :furthest, has_part = :has_part,
      content = :content, failures = :failures,
      restarts = :restarts, progress = :progress, created_at = :created_at,
      started_at = :started_at, download_completed_at = :completed_at, file_path = null, told = 0,
      error_message = :error_message
    where id = :id
  )"},
                     job.priority, job.order, job.status, job.waiting_for, job.retry_at,
                     job.expected.bytes, text_of(job.expected.sha1), text_of(job.expected.md5),
                     job.bytes_done, job.etag, job.furthest, job.has_part ? 1U : 0U,
                     text_of(job.content), job.failures, job.restarts, percent_done(job),
                     job.created, job.started, job.completed, text_or_null(job.error), job.id);
  if (!done) return failure(done);
  return {};
}

}  // namespace tapedeck::download::rows
