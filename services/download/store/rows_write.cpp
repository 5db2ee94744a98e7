#include "download/store/job_row.hpp"
#include "download/store/rows.hpp"

#include <algorithm>
#include <limits>
#include <utility>

namespace tapedeck::download::rows {
namespace {

/// Beyond this a queue is a mistake: a collector of 200,000 files would wait for a year.
constexpr std::int64_t most_jobs_of_a_user = 200'000;

Result<std::optional<Job>> job_for(database::Connection& db, const UserId& user,
                                   const PlannedFile& file) {
  auto job = find_file(db, user, file.item, file.file);
  if (!job && job.error().code == Errc::not_found) return std::optional<Job>();
  if (!job) return failure(job);
  return std::optional<Job>(*std::move(job));
}

Result<Job> insert(database::Connection& db, const UserId& user, const PlannedFile& file,
                   std::uint64_t order, Instant now) {
  Job job{.id = JobId::make(),
          .user = user,
          .item = file.item,
          .file = file.file,
          .title = file.title,
          .format = file.format,
          .order = order,
          .waiting_for = WaitingFor::slot,
          .expected = file.expected,
          .created = now};
  auto done = db.run({"download.insert", R"(
    insert into downloads (id, user_id, archive_identifier, filename, title, format, queue_order,
                           status, waiting_for, file_size, sha1, md5, download_url, created_at)
    values (:id, :user_id, :item, :file, :title, :format, :queue_order,
            'pending', 'slot', :file_size, :sha1, :md5, :download_url, :created_at)
  )"},
                     job.id, job.user, job.item, job.file, job.title, job.format, job.order,
                     job.expected.bytes, text_of(job.expected.sha1), text_of(job.expected.md5),
                     address_of(job), now);
  if (!done) return failure(done);
  return job;
}

/// From the beginning again, at the end of the queue, with what the Archive says of the file now.
Result<Job> queue_anew(database::Connection& db, Job job, const PlannedFile& file,
                       std::uint64_t order, Instant now) {
  job = begun_anew(std::move(job), order, now);
  job.expected = file.expected;
  auto done = rewrite(db, job);
  if (!done) return failure(done);
  return job;
}

/// Lets go of jobs that nobody has held for too long; also where that would end too far ahead,
/// since a clock was set.
Result<void> release_the_dead(database::Connection& db, Instant now) {
  auto done = db.run({"download.release_the_dead", R"(
    update downloads set status = 'pending', waiting_for = 'slot', retry_at = null, held_by = null,
      held_until = null
    where status in ('downloading', 'verifying')
      and (held_until is null or held_until <= :now or held_until > :latest)
  )"},
                     now, now + 2 * lease_time);
  if (!done) return failure(done);
  return {};
}

/// The first pending job that may be tried at `now`, of those that have failed so often.
Result<std::optional<JobRow>> first_due(database::Connection& db, Instant now, std::uint32_t least,
                                        std::uint32_t most) {
  return db.one<JobRow>({"download.first_due", "select " TAPEDECK_JOB_COLUMNS R"(
    from downloads d
    where d.status = 'pending' and d.failures between :least and :most
      and (d.retry_at is null or d.retry_at <= :now or d.retry_at > :latest
           or d.waiting_for = 'hours')
      and not exists (select 1 from downloads o
                      where o.archive_identifier = d.archive_identifier
                        and o.filename = d.filename
                        and (o.status in ('downloading', 'verifying')
                             or (o.status = 'pending'
                                 and (o.priority > d.priority or (o.priority = d.priority
                                      and o.queue_order < d.queue_order)))))
    order by d.priority desc, d.queue_order, d.id limit 1
  )"},
                        least, most, now, now + longest_wait);
}

bool begins_again(const Job& job, const std::vector<JobId>& again) {
  return job.status == JobStatus::failed || job.status == JobStatus::cancelled ||
         std::ranges::find(again, job.id) != again.end();
}

}  // namespace

Result<std::vector<Job>> add(database::Connection& db, const UserId& user,
                             const std::vector<PlannedFile>& files, const std::vector<JobId>& again,
                             const Instant& now) {
  auto count = db.value<std::int64_t>(
      {"download.count_of_user", "select count(*) from downloads where user_id = :user_id"}, user);
  if (!count) return failure(count);
  if (*count + static_cast<std::int64_t>(files.size()) > most_jobs_of_a_user) {
    return fail(Errc::invalid, "You have too many downloads; remove some first.");
  }
  auto last = last_in_order(db);
  if (!last) return failure(last);
  auto order = *last;
  std::vector<Job> jobs;
  jobs.reserve(files.size());
  for (const auto& file : files) {
    auto there = job_for(db, user, file);
    if (!there) return failure(there);
    if (*there && !begins_again(**there, again)) {
      jobs.push_back(**std::move(there));
      continue;
    }
    order += order_step;
    auto job = *there ? queue_anew(db, **std::move(there), file, order, now)
                      : insert(db, user, file, order, now);
    if (!job) return failure(job);
    jobs.push_back(*std::move(job));
  }
  return jobs;
}

Result<std::optional<Job>> claim(database::Connection& db, const std::string& worker,
                                 const Instant& now) {
  auto released = release_the_dead(db, now);
  if (!released) return failure(released);
  auto row = first_due(db, now, 0, often - 1);
  if (row && !*row) row = first_due(db, now, often, std::numeric_limits<std::uint32_t>::max());
  if (!row) return failure(row);
  if (!*row) return std::optional<Job>();
  Job job = job_of(**std::move(row));
  job.status = JobStatus::downloading;
  job.waiting_for = std::nullopt;
  job.retry_at = std::nullopt;
  job.error.clear();
  if (!job.started) job.started = now;
  job.has_part = true;
  ++job.fence;
  auto done = db.run({"download.claim", R"(
    update downloads set status = 'downloading', waiting_for = null, retry_at = null,
      error_message = null, started_at = :started_at, has_part = 1, fence = :fence,
      held_by = :worker, held_until = :held_until
    where id = :id
  )"},
                     job.started, job.fence, worker, now + lease_time, job.id);
  if (!done) return failure(done);
  return std::optional<Job>(std::move(job));
}

Result<std::vector<Job>> put_off(database::Connection& db, const Instant& until) {
  auto jobs = jobs_of(db.all<JobRow>({"download.to_put_off", "select " TAPEDECK_JOB_COLUMNS R"(
    from downloads d
    where d.status = 'pending' and (d.retry_at is null or d.retry_at < :until)
    order by d.queue_order limit 500
  )"},
                                     until));
  if (!jobs) return jobs;
  for (auto& job : *jobs) {
    job.waiting_for = WaitingFor::hours;
    job.retry_at = until;
    auto done = db.run({"download.put_off", R"(
      update downloads set waiting_for = 'hours', retry_at = :until where id = :id
    )"},
                       until, job.id);
    if (!done) return failure(done);
  }
  return jobs;
}

Result<std::vector<Claim>> renew(database::Connection& db, const std::vector<Claim>& claims,
                                 const Instant& now) {
  std::vector<Claim> held;
  for (const auto& claim : claims) {
    auto done = db.run({"download.renew", R"(
      update downloads set held_until = :held_until
      where id = :id and fence = :fence and status in ('downloading', 'verifying')
    )"},
                       now + lease_time, claim.job, claim.fence);
    if (!done) return failure(done);
    if (*done == 1) held.push_back(claim);
  }
  return held;
}

Result<bool> save(database::Connection& db, const Job& job) {
  std::optional<std::string> path;
  if (job.status == JobStatus::completed) path = place_of(job).text();
  auto done =
      db.run({"download.save", R"(
    update downloads set status = :status, waiting_for = :waiting_for, retry_at = :retry_at,
      file_size = :file_size, sha1 = :sha1, md5 = :md5, bytes_done = :bytes_done, etag = :etag,
      furthest = :furthest, has_part = :has_part, content = :content, failures = :failures,
      restarts = :restarts, progress = :progress, file_path = :file_path, download_completed_at = :completed_at,
      error_message = :error_message
    where id = :id and fence = :fence and status in ('downloading', 'verifying')
  )"},
             job.status, job.waiting_for, job.retry_at, job.expected.bytes,
             text_of(job.expected.sha1), text_of(job.expected.md5), job.bytes_done, job.etag,
             job.furthest, job.has_part ? 1U : 0U, text_of(job.content), job.failures, job.restarts,
             percent_done(job), path, job.completed, text_or_null(job.error), job.id, job.fence);
  if (!done) return failure(done);
  return *done == 1;
}

Result<bool> renamed(database::Connection& db, const Job& job) {
  auto done = db.run({"download.renamed", R"(
    update downloads set file_path = :file_path
    where id = :id and fence = :fence and status = 'completed'
  )"},
                     place_of(job).text(), job.id, job.fence);
  if (!done) return failure(done);
  return *done == 1;
}

Result<bool> adopted(database::Connection& db, const Job& job) {
  auto done = db.run({"download.adopted", R"(
    update downloads set content = :content
    where id = :id and fence = :fence and status = 'completed'
  )"},
                     text_of(job.content), job.id, job.fence);
  if (!done) return failure(done);
  return *done == 1;
}

Result<std::vector<Job>> recover(database::Connection& db, const std::string& worker,
                                 const Instant& now) {
  auto released = release_the_dead(db, now);
  if (!released) return failure(released);
  auto done = db.run({"download.recover", R"(
    update downloads set status = 'pending', waiting_for = 'slot', retry_at = null, held_by = null,
      held_until = null
    where (status in ('downloading', 'verifying') and held_by = :worker)
       or (status = 'pending' and retry_at is not null)
  )"},
                     worker);
  if (!done) return failure(done);
  return jobs_of(db.all<JobRow>({"download.leftovers", "select " TAPEDECK_JOB_COLUMNS R"(
    from downloads d where d.status in ('cancelled', 'failed') and d.has_part = 1
    order by d.queue_order limit 10000
  )"}));
}

Result<bool> forget_part(database::Connection& db, const JobId& id) {
  auto done = db.run({"download.forget_part", R"(
    update downloads set bytes_done = 0, etag = '', has_part = 0
    where id = :id and status in ('cancelled', 'failed')
  )"},
                     id);
  if (!done) return failure(done);
  return *done == 1;
}

}  // namespace tapedeck::download::rows
