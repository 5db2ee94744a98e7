#include "download/core/queue.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace tapedeck::download {
namespace {

const ItemIdentifier& item_of(const Wanted::value_type& wish) {
  return std::visit([](const auto& what) -> const ItemIdentifier& { return what.item; }, wish);
}

Plan plan_wish(const archive::Item& item, const Wanted::value_type& wish) {
  if (const auto* one = std::get_if<OneFile>(&wish)) return plan_file(item, one->file);
  return plan_item(item, std::get<WholeItem>(wish).formats);
}

void take_up(Plan plan, Requested& into) {
  std::ranges::move(plan.files, std::back_inserter(into.files));
  std::ranges::move(plan.refused, std::back_inserter(into.refused));
}

void refuse(const Wanted::value_type& wish, const Error& error, Requested& into) {
  into.refused.push_back({.item = item_of(wish), .reason = error.message});
}

/// The error of a request of which nothing can be had.
std::unexpected<Error> nothing_of(const Requested& requested) {
  const auto& first = requested.refused.front();
  const std::string path = first.file.empty() ? "/archive_identifier" : "/filename";
  return fail_fields(first.reason, {{path, first.reason}});
}

}  // namespace

Task<Result<Requested>> Queue::request(UserId user, Wanted wanted, bool dry_run,
                                       Deadline deadline) {
  Requested requested;
  auto planned = co_await plan(std::move(wanted), requested, deadline);
  if (!planned) co_return failure(planned);
  if (requested.files.empty()) co_return nothing_of(requested);
  if (dry_run) co_return requested;
  auto queued = co_await enqueue(user, requested);
  if (!queued) co_return failure(queued);
  co_return requested;
}

Task<Result<void>> Queue::plan(Wanted wanted, Requested& into, Deadline deadline) {
  std::optional<Error> away;  // of the Archive; what comes after is not asked for
  for (auto& wish : wanted) {
    if (away) {
      refuse(wish, *away, into);
      continue;
    }
    auto item = co_await ground_.archive.item(item_of(wish), deadline);
    if (item) {
      take_up(plan_wish(*item, wish), into);
      if (into.files.size() > most_files) {
        co_return fail(Errc::invalid, "These are too many files for one request.");
      }
      continue;
    }
    const bool missing = item.error().code == Errc::not_found;
    // A long list that came half way is queued so far, else asking again would never end.
    const bool alone = wanted.size() == 1 || (!missing && into.files.empty());
    if (alone || item.error().code == Errc::cancelled) co_return failure(item);
    refuse(wish, item.error(), into);
    if (!missing) away = std::move(item).error();
  }
  co_return Result<void>();
}

Task<Result<void>> Queue::enqueue(UserId user, Requested& requested) {
  const auto now = ground_.clock.now();
  std::vector<JobId> again;
  auto jobs = co_await ground_.store.add(user, requested.files, again, now);
  if (!jobs) co_return failure(jobs);
  // At once: looking for files that are gone may take longer than the request has.
  announce(*jobs);
  again = co_await lost(*jobs);
  if (!again.empty()) {
    jobs = co_await ground_.store.add(user, requested.files, std::move(again), now);
    if (!jobs) co_return failure(jobs);
    announce(*jobs);
  }
  requested.jobs = std::move(*jobs);
  co_return Result<void>();
}

void Queue::announce(const std::vector<Job>& jobs) {
  ground_.watchers.queued(jobs);
  engine_.wake();
}

/// The completed jobs whose files are not in the vault any more. A vault that is not there has lost
/// nothing.
Task<std::vector<JobId>> Queue::lost(std::vector<Job> jobs) {
  std::vector<JobId> ids;
  for (const auto& job : jobs) {
    if (job.status != JobStatus::completed) continue;
    auto size = co_await ground_.vault.size(VaultPath(job.user, job.item, job.file));
    if (size && !*size) ids.push_back(job.id);
  }
  co_return ids;
}

Task<Result<std::optional<Job>>> Queue::remove(UserId user, JobId id, bool files) {
  auto job = co_await ground_.store.find(user, id);
  if (!job) co_return failure(job);
  if (is_active(job->status)) co_return co_await cancel(user, id);

  const VaultPath path(job->user, job->item, job->file);
  const bool take_away = files && job->status == JobStatus::completed;
  if (take_away) {
    // A vault that is not there is found out before the row is gone.
    auto there = co_await ground_.vault.size(path);
    if (!there) co_return failure(there);
  }
  // The row first: a file without a row costs room, a row without its file is a lie.
  auto removed = co_await ground_.store.remove(user, id);
  if (!removed) co_return failure(removed);
  ground_.watchers.removed(*removed);
  if (take_away) {
    auto gone = co_await ground_.vault.remove(path);
    if (!gone) co_return failure(gone);
  }
  co_return std::optional<Job>();
}

Task<Result<std::optional<Job>>> Queue::cancel(UserId user, JobId id) {
  auto before = co_await ground_.store.cancel(user, id);
  if (!before) co_return failure(before);
  Job job = std::move(*before);
  if (!is_active(job.status)) co_return std::optional(std::move(job));  // it came to its end first
  job.status = JobStatus::cancelled;
  job.waiting_for.reset();
  job.retry_at.reset();
  ground_.watchers.changed(job);
  co_await engine_.interrupt(job);
  co_return std::optional(std::move(job));
}

}  // namespace tapedeck::download
