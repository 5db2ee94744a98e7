#include "support/memory_job_store.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace tapedeck::test {

using namespace download;

namespace {

bool at_work(const Job& job) {
  return job.status == JobStatus::downloading || job.status == JobStatus::verifying;
}

std::unexpected<Error> gone_away() {
  return fail(Errc::unavailable, "The database of the test is away.");
}

std::unexpected<Error> no_such_job() { return fail(Errc::not_found, "There is no such download."); }

/// Whether a job need not wait any more: its time has come, or was told by another clock.
bool may_be_tried(const Job& job, Instant now) {
  return !job.retry_at || *job.retry_at <= now || *job.retry_at > now + longest_wait ||
         job.waiting_for == WaitingFor::hours;
}

/// Where it stands in the queue.
std::pair<std::uint32_t, std::uint64_t> rank_of(const Job& job) {
  return {highest_priority - job.priority, job.order};
}

/// What stands last in lists.
std::pair<Instant, std::uint64_t> asked_at(const Job& job) { return {job.created, job.order}; }

/// Where it stands in claim().
std::pair<bool, std::pair<std::uint32_t, std::uint64_t>> turn_of(const Job& job) {
  return {job.failures >= often, rank_of(job)};
}

void count_in(JobGroup& group, const Job& job) {
  const auto is = [&](JobStatus status) { return job.status == status ? 1U : 0U; };
  const auto size = job.expected.bytes.value_or(job.bytes_done);
  group.files += 1;
  group.at_work += at_work(job) ? 1U : 0U;
  group.pending += is(JobStatus::pending);
  group.paused += is(JobStatus::paused);
  group.completed += is(JobStatus::completed);
  group.failed += is(JobStatus::failed);
  group.cancelled += is(JobStatus::cancelled);
  group.created = std::max(group.created, job.created);
  if (job.status == JobStatus::cancelled) return;
  group.bytes_done += job.status == JobStatus::completed ? size : job.bytes_done;
  group.bytes_total += size;
}

/// What stands first in latest().
int place(const Job& job) {
  if (at_work(job)) return 0;
  return is_active(job.status) ? 1 : 2;
}

}  // namespace

Job* MemoryJobStore::found(UserId user, JobId id) {
  const auto at =
      std::ranges::find_if(jobs, [&](const Job& job) { return job.id == id && job.user == user; });
  return at == jobs.end() ? nullptr : &*at;
}

/// No random one, so that what a seed tells goes the same way each time.
JobId MemoryJobStore::next_id() {
  const auto digits = std::to_string(++rows_.last_id);
  return *JobId::parse("00000000-0000-4000-8000-" + std::string(12 - digits.size(), '0') + digits);
}

Job MemoryJobStore::planned(UserId user, const PlannedFile& file, Instant now) {
  return Job{.id = next_id(),
             .user = user,
             .item = file.item,
             .file = file.file,
             .title = file.title,
             .format = file.format,
             .order = ++rows_.last_order,
             .waiting_for = WaitingFor::slot,
             .expected = file.expected,
             .created = now};
}

Task<Result<std::vector<Job>>> MemoryJobStore::add(UserId user, std::vector<PlannedFile> files,
                                                   std::vector<JobId> again, Instant now) {
  std::vector<Job> added;
  for (const auto& file : files) {
    const auto at = std::ranges::find_if(jobs, [&](const Job& job) {
      return job.user == user && job.item == file.item && job.file == file.file;
    });
    if (at == jobs.end()) {
      added.push_back(jobs.emplace_back(planned(user, file, now)));
      continue;
    }
    const bool anew = at->status == JobStatus::failed || at->status == JobStatus::cancelled ||
                      std::ranges::find(again, at->id) != again.end();
    if (anew) {
      auto begun = planned(user, file, now);
      begun.id = at->id;
      begun.priority = at->priority;
      begun.has_part = at->has_part;
      begun.fence = at->fence;
      *at = std::move(begun);
    }
    added.push_back(*at);
  }
  co_return added;
}

Task<Result<Job>> MemoryJobStore::find(UserId user, JobId id) {
  auto slept = co_await moment();
  if (!slept) co_return failure(slept);
  if (away_) co_return gone_away();
  const auto* job = found(user, id);
  if (job == nullptr) co_return no_such_job();
  co_return *job;
}

Task<Result<Job>> MemoryJobStore::find_file(UserId user, ItemIdentifier item,
                                            archive::FileName file) {
  for (const auto& job : jobs) {
    if (job.user == user && job.item == item && job.file == file) co_return job;
  }
  co_return no_such_job();
}

Task<Result<JobPage>> MemoryJobStore::list(UserId user, JobFilter filter) {
  std::vector<Job> matching;
  for (const auto& job : jobs) {
    const bool wanted = job.user == user && (!filter.status || job.status == *filter.status) &&
                        (!filter.item || job.item == *filter.item);
    if (wanted) matching.push_back(job);
  }
  std::ranges::sort(matching, std::greater(), &asked_at);
  JobPage page{.total = matching.size(), .jobs = {}};
  const std::size_t first = std::size_t{filter.page - 1} * filter.per_page;
  for (std::size_t i = first; i < matching.size() && i < first + filter.per_page; ++i)
    page.jobs.push_back(matching[i]);
  co_return page;
}

Task<Result<GroupPage>> MemoryJobStore::groups(UserId user, JobFilter filter) {
  std::vector<JobGroup> all;
  for (const auto& job : jobs) {
    if (job.user != user || (filter.item && job.item != *filter.item)) continue;
    auto at = std::ranges::find(all, job.item, &JobGroup::item);
    if (at == all.end()) at = all.insert(all.end(), JobGroup{.item = job.item});
    count_in(*at, job);
  }
  std::ranges::sort(all, [](const JobGroup& a, const JobGroup& b) {
    return a.created != b.created ? a.created > b.created : a.item < b.item;
  });
  GroupPage page{.total = all.size(), .groups = {}};
  const std::size_t first = std::size_t{filter.page - 1} * filter.per_page;
  for (std::size_t i = first; i < all.size() && i < first + filter.per_page; ++i)
    page.groups.push_back(all[i]);
  co_return page;
}

Task<Result<std::vector<Job>>> MemoryJobStore::latest(UserId user, std::uint32_t most) {
  std::vector<Job> own;
  std::ranges::copy_if(jobs, std::back_inserter(own),
                       [&](const Job& job) { return job.user == user; });
  std::ranges::sort(own, [](const Job& a, const Job& b) {
    return std::pair(place(a), asked_at(b)) < std::pair(place(b), asked_at(a));
  });
  own.erase(own.begin() + std::min<std::ptrdiff_t>(most, std::ssize(own)), own.end());
  co_return own;
}

/// Whether another user's job for the same file comes first.
bool MemoryJobStore::stands_behind(const Job& job) const {
  return std::ranges::any_of(jobs, [&](const Job& other) {
    const bool ahead =
        at_work(other) || (other.status == JobStatus::pending && rank_of(other) < rank_of(job));
    return ahead && other.item == job.item && other.file == job.file;
  });
}

Task<Result<void>> MemoryJobStore::moment() const {
  if (call_time_.count() == 0) co_return Result<void>();
  co_return co_await clock_->sleep_for(call_time_ / 2);
}

/// What nobody has held for too long is pending again.
void MemoryJobStore::release_the_dead(Instant now) {
  for (auto& job : jobs) {
    const auto until = rows_.leases[job.id].until;
    if (!at_work(job) || (until > now && until <= now + 2 * lease_time)) continue;
    job.status = JobStatus::pending;
    job.waiting_for = WaitingFor::slot;
    job.retry_at = std::nullopt;
    rows_.leases.erase(job.id);
  }
}

Task<Result<std::optional<Job>>> MemoryJobStore::claim(Instant now) {
  auto slept = co_await moment();
  if (!slept) co_return failure(slept);
  if (away_) co_return gone_away();
  release_the_dead(now);
  Job* first = nullptr;
  for (auto& job : jobs) {
    const bool busy = stands_behind(job);
    const bool due = job.status == JobStatus::pending && may_be_tried(job, now);
    if (due && !busy && (first == nullptr || turn_of(job) < turn_of(*first))) first = &job;
  }
  if (first == nullptr) co_return std::optional<Job>();
  first->status = JobStatus::downloading;
  first->waiting_for = std::nullopt;
  first->retry_at = std::nullopt;
  first->error.clear();
  if (!first->started) first->started = now;
  first->has_part = true;
  ++first->fence;
  rows_.leases[first->id] = {.worker = worker_, .until = now + lease_time};
  std::optional<Job> claimed(*first);
  slept = co_await moment();
  if (!slept) co_return failure(slept);
  co_return claimed;
}

Task<Result<std::vector<Job>>> MemoryJobStore::put_off(Instant until) {
  std::vector<Job> put;
  for (auto& job : jobs) {
    if (job.status != JobStatus::pending || (job.retry_at && *job.retry_at >= until)) continue;
    job.waiting_for = WaitingFor::hours;
    job.retry_at = until;
    put.push_back(job);
  }
  co_return put;
}

Task<Result<std::vector<Claim>>> MemoryJobStore::renew(std::vector<Claim> claims, Instant now) {
  auto slept = co_await moment();
  if (!slept) co_return failure(slept);
  if (away_) co_return gone_away();
  std::erase_if(claims, [&](const Claim& claim) {
    return std::ranges::none_of(jobs, [&](const Job& job) {
      return job.id == claim.job && job.fence == claim.fence && at_work(job);
    });
  });
  for (const auto& claim : claims)
    rows_.leases[claim.job].until = now + lease_time;
  slept = co_await moment();
  if (!slept) co_return failure(slept);
  co_return claims;
}

Task<Result<std::optional<Instant>>> MemoryJobStore::next_due(Instant now) {
  std::optional<Instant> due;
  for (const auto& job : jobs) {
    if (job.status != JobStatus::pending || stands_behind(job)) continue;
    const auto at = may_be_tried(job, now) ? Instant() : *job.retry_at;
    due = due ? std::min(*due, at) : at;
  }
  co_return due;
}

Task<Result<std::vector<Job>>> MemoryJobStore::held_elsewhere(Instant now) {
  std::vector<Job> held;
  for (const auto& job : jobs) {
    const auto lease = rows_.leases.find(job.id);
    if (lease == rows_.leases.end()) continue;
    if (lease->second.until > now && lease->second.worker != worker_) held.push_back(job);
  }
  co_return held;
}

Task<Result<bool>> MemoryJobStore::save(Job job) {
  auto slept = co_await moment();
  if (!slept) co_return failure(slept);
  if (dies_ && job.status == JobStatus::completed) {
    co_return fail(Errc::cancelled, "The program dies.");
  }
  if (away_) co_return gone_away();
  const bool last_before_failure = save_fails_in_ == 1;
  if (save_fails_in_ > 0) --save_fails_in_;
  if (last_before_failure) {
    co_return fail(Errc::storage, "The database of the test is away.");
  }
  auto* row = found(job.user, job.id);
  if (row == nullptr || !at_work(*row) || row->fence != job.fence) co_return false;
  *row = std::move(job);
  slept = co_await moment();
  if (!slept) co_return failure(slept);
  co_return true;
}

Task<Result<std::vector<Job>>> MemoryJobStore::act(UserId user, JobAction action, Selection which,
                                                   Instant now) {
  auto slept = co_await moment();
  if (!slept) co_return failure(slept);
  std::vector<Job> changed;
  for (auto& job : jobs) {
    if (job.user != user || !which.has(job) || !changes(action, job)) continue;
    if (changed.size() == which.most) break;
    job = after(action, std::move(job), ++rows_.last_order, now);
    changed.push_back(job);
  }
  if (action == JobAction::remove) {
    std::erase_if(jobs, [&](const Job& job) {
      return std::ranges::find(changed, job.id, &Job::id) != changed.end();
    });
  }
  slept = co_await moment();
  if (!slept) co_return failure(slept);
  co_return changed;
}

Task<Result<std::vector<Job>>> MemoryJobStore::prioritize(UserId user, Selection which,
                                                          std::uint32_t priority) {
  std::vector<Job> changed;
  for (auto& job : jobs) {
    const bool its = job.user == user && which.has(job) && is_active(job.status);
    if (!its || job.priority == priority || changed.size() == which.most) continue;
    job.priority = priority;
    changed.push_back(job);
  }
  co_return changed;
}

Task<Result<Job>> MemoryJobStore::put_before(UserId user, JobId id, JobId other) {
  auto* const job = found(user, id);
  const auto* const target = found(user, other);
  if (job == nullptr || target == nullptr) co_return no_such_job();
  if (!is_active(job->status) || !is_active(target->status)) {
    co_return fail(Errc::conflict, "The download has come to its end.");
  }
  if (id == other) co_return *job;
  const auto order = target->order;
  for (auto& one : jobs) {
    if (one.order >= order) ++one.order;
  }
  ++rows_.last_order;
  job->order = order;
  job->priority = target->priority;
  co_return *job;
}

Task<Result<std::optional<Job>>> MemoryJobStore::finished(ItemIdentifier item,
                                                          archive::FileName file,
                                                          Expected expected) {
  for (const auto& job : jobs) {
    const bool same = job.expected.sha1 ? job.expected.sha1 == expected.sha1
                                        : expected.md5 && job.expected.md5 == expected.md5;
    if (job.status == JobStatus::completed && job.item == item && job.file == file && same) {
      co_return std::optional<Job>(job);
    }
  }
  co_return std::optional<Job>();
}

Task<Result<void>> MemoryJobStore::remember(std::vector<Facts> facts) {
  for (auto& one : facts)
    rows_.facts.insert_or_assign(one.item, std::move(one));
  co_return Result<void>();
}

Task<Result<std::optional<Facts>>> MemoryJobStore::facts(ItemIdentifier item) {
  if (away_) co_return gone_away();
  const auto known = rows_.facts.find(item);
  if (known == rows_.facts.end()) co_return std::optional<Facts>();
  co_return std::optional(known->second);
}

Task<Result<bool>> MemoryJobStore::renamed(Job job) {
  auto* const row = found(job.user, job.id);
  const bool same =
      row != nullptr && row->status == JobStatus::completed && row->fence == job.fence;
  if (same) row->place = job.place;
  co_return same;
}

Task<Result<bool>> MemoryJobStore::needs(Content content) {
  auto slept = co_await moment();
  if (!slept) co_return failure(slept);
  if (away_) co_return gone_away();
  co_return std::ranges::any_of(jobs, [&](const Job& job) {
    const bool same = job.content == content || job.expected.sha1 == content;
    return same && (at_work(job) || job.status == JobStatus::completed);
  });
}

Task<Result<std::vector<Job>>> MemoryJobStore::sharing(Content content) {
  std::vector<Job> found;
  std::ranges::copy_if(jobs, std::back_inserter(found), [&](const Job& job) {
    return job.content == content && job.status == JobStatus::completed;
  });
  std::ranges::sort(found, {}, &Job::id);
  co_return found;
}

Task<Result<bool>> MemoryJobStore::adopted(Job job) {
  auto* const row = found(job.user, job.id);
  const bool same =
      row != nullptr && row->status == JobStatus::completed && row->fence == job.fence;
  if (same) row->content = job.content;
  co_return same;
}

Task<Result<std::vector<Job>>> MemoryJobStore::recover(Instant now) {
  std::vector<Job> ended;
  release_the_dead(now);
  for (auto& job : jobs) {
    const bool own = at_work(job) && rows_.leases[job.id].worker == worker_;
    if (own || (job.status == JobStatus::pending && job.retry_at)) {
      job.status = JobStatus::pending;
      job.waiting_for = WaitingFor::slot;
      job.retry_at = std::nullopt;
      rows_.leases.erase(job.id);
    }
    if (!is_active(job.status) && job.status != JobStatus::completed && job.has_part) {
      ended.push_back(job);
    }
  }
  co_return ended;
}

Task<Result<std::vector<Job>>> MemoryJobStore::completed(std::optional<JobId> after) {
  std::vector<Job> found;
  std::ranges::copy_if(jobs, std::back_inserter(found), [&](const Job& job) {
    return job.status == JobStatus::completed && (!after || job.id > *after);
  });
  std::ranges::sort(found, {}, &Job::id);
  co_return found;
}

Task<Result<std::optional<Job>>> MemoryJobStore::lose(Job job, std::string why) {
  auto* const row = found(job.user, job.id);
  const bool same =
      row != nullptr && row->status == JobStatus::completed && row->fence == job.fence;
  if (!same) co_return std::optional<Job>();
  *row = lost(std::move(*row), std::move(why));
  co_return std::optional<Job>(*row);
}

Task<Result<std::optional<EndedGroup>>> MemoryJobStore::tell(UserId user, ItemIdentifier item) {
  if (away_) co_return gone_away();
  EndedGroup ended{.group = {.item = item}};
  bool news = false;
  for (const auto& job : jobs) {
    if (job.user != user || job.item != item) continue;
    if (is_active(job.status)) co_return std::optional<EndedGroup>();
    count_in(ended.group, job);
    if (job.status == JobStatus::failed && !ended.failed) ended.failed = job;
  }
  for (const auto& job : jobs) {
    const bool its = job.user == user && job.item == item && job.status != JobStatus::cancelled;
    const std::pair end(job.status, job.fence);
    if (its && std::exchange(rows_.told[job.id], end) != end) news = true;
  }
  if (!news) co_return std::optional<EndedGroup>();
  co_return std::optional(std::move(ended));
}

Task<Result<std::set<std::string>>> MemoryJobStore::parts() {
  std::set<std::string> paths;
  for (const auto& job : jobs) {
    if (job.has_part) paths.insert(VaultPath(job.user, job.item, job.file).text());
  }
  co_return paths;
}

Task<Result<void>> MemoryJobStore::forget_part(JobId id) {
  for (auto& job : jobs) {
    const bool ended = job.status == JobStatus::cancelled || job.status == JobStatus::failed;
    if (job.id == id && ended) {
      job.bytes_done = 0;
      job.etag.clear();
      job.has_part = false;
    }
  }
  co_return Result<void>();
}

}  // namespace tapedeck::test
