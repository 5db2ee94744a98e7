#include "download/core/action.hpp"

#include <algorithm>
#include <utility>

namespace tapedeck::download {
namespace {

bool has_ended_badly(JobStatus status) {
  return status == JobStatus::failed || status == JobStatus::cancelled;
}

/// Whether a pending job waits for something else than its turn.
bool waits(const Job& job) {
  return job.status == JobStatus::pending &&
         (job.retry_at.has_value() || job.waiting_for != WaitingFor::slot);
}

Job stopped(Job job, JobStatus status) {
  job.status = status;
  job.waiting_for.reset();
  job.retry_at.reset();
  return job;
}

Job queued(Job job) {
  job = stopped(std::move(job), JobStatus::pending);
  job.waiting_for = WaitingFor::slot;
  return job;
}

}  // namespace

bool Selection::has(const Job& job) const {
  const bool named = ids.empty() || std::ranges::find(ids, job.id) != ids.end();
  return named && (!item || job.item == *item) && (!status || job.status == *status);
}

bool may_change(JobAction action, JobStatus status) {
  switch (action) {
    case JobAction::pause:
      return is_active(status) && status != JobStatus::paused;
    case JobAction::resume:
      return status == JobStatus::paused;
    case JobAction::retry:
      return has_ended_badly(status) || status == JobStatus::pending;
    case JobAction::cancel:
      return is_active(status);
    case JobAction::remove:
      return !is_active(status);
  }
  return false;
}

bool changes(JobAction action, const Job& job) {
  if (action == JobAction::retry && job.status == JobStatus::pending) return waits(job);
  return may_change(action, job.status);
}

Job after(JobAction action, Job job, std::uint64_t order, Instant now) {
  switch (action) {
    case JobAction::pause:
      return stopped(std::move(job), JobStatus::paused);
    case JobAction::resume:
      return queued(std::move(job));
    case JobAction::retry:
      return has_ended_badly(job.status) ? begun_anew(std::move(job), order, now)
                                         : queued(std::move(job));
    case JobAction::cancel:
      return stopped(std::move(job), JobStatus::cancelled);
    case JobAction::remove:
      break;
  }
  return job;
}

Job lost(Job job, std::string why) {
  job = stopped(std::move(job), JobStatus::failed);
  job.bytes_done = job.furthest = 0;
  job.etag.clear();
  job.content.reset();
  job.place.reset();
  job.completed = std::nullopt;
  job.error = std::move(why);
  return job;
}

Job begun_anew(Job job, std::uint64_t order, Instant now) {
  job = queued(std::move(job));
  job.order = order;
  job.created = now;
  job.bytes_done = job.furthest = 0;
  job.etag.clear();
  job.content.reset();
  job.place.reset();
  job.failures = job.restarts = 0;
  job.started = job.completed = std::nullopt;
  job.error.clear();
  return job;
}

}  // namespace tapedeck::download
