#include "download/core/queue.hpp"

#include "download/core/giving_up.hpp"

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

void take_up(const archive::Item& item, Plan plan, Requested& into) {
  if (!plan.files.empty()) into.facts.push_back(facts_of(item));
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

/// So few finished files lose their rows before they go themselves, should a request end between.
constexpr std::size_t most_files_at_once = 100;

/// Whether a job that an action does not change is as the action would have it.
bool is_as_wanted(JobAction action, const Job& job) {
  switch (action) {
    case JobAction::pause:
      return job.status == JobStatus::paused;
    case JobAction::resume:
    case JobAction::retry:
      return is_active(job.status);
    case JobAction::cancel:
      return true;  // it came to its end first
    case JobAction::remove:
      return false;
  }
  return false;
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
      take_up(*item, plan_wish(*item, wish), into);
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
  auto remembered = co_await ground_.store.remember(std::move(requested.facts));
  if (!remembered) co_return failure(remembered);
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
    if (!job.content) continue;  // the housekeeper is about to look for it
    // A name that was taken away by hand comes back.
    auto shown = co_await ground_.vault.show(*job.content, place_of(job), InTheWay::stays);
    if (!shown && shown.error().code == Errc::not_found) ids.push_back(job.id);
  }
  co_return ids;
}

Task<Result<std::uint64_t>> Queue::act(UserId user, JobAction action, Selection which) {
  std::uint64_t count = 0;
  for (;;) {
    auto changed = co_await act_at_once(user, action, which);
    if (!changed) co_return failure(changed);
    count += changed->size();
    if (changed->size() < which.most) co_return count;
  }
}

Task<Result<Job>> Queue::act_on(UserId user, JobId id, JobAction action) {
  Selection one;
  one.ids.push_back(id);
  auto changed = co_await act_at_once(user, action, std::move(one));
  if (!changed) co_return failure(changed);
  if (!changed->empty()) co_return std::move(changed->front());
  auto job = co_await ground_.store.find(user, id);
  if (job && !is_as_wanted(action, *job)) {
    co_return fail(Errc::conflict, is_active(job->status)
                                       ? "The download is on its way; cancel it first."
                                       : "The download has come to its end.");
  }
  co_return job;
}

/// One round of act().
Task<Result<std::vector<Job>>> Queue::act_at_once(UserId user, JobAction action, Selection which) {
  auto changed = co_await ground_.store.act(user, action, std::move(which), ground_.clock.now());
  if (changed && !changed->empty()) carry_out(action, *changed);
  co_return changed;
}

/// Lets the engine and the listeners know what became of some jobs.
void Queue::carry_out(JobAction action, const std::vector<Job>& jobs) {
  // At once, before anything can happen to the jobs again.
  const bool ends =
      action == JobAction::pause || action == JobAction::cancel || action == JobAction::remove;
  if (ends) engine_.interrupt(jobs);
  if (action == JobAction::remove) {
    ground_.watchers.removed(jobs);
  } else {
    ground_.watchers.queued(jobs);
  }
  if (action == JobAction::resume || action == JobAction::retry) engine_.wake();
}

Task<Result<std::uint64_t>> Queue::prioritize(UserId user, Selection which,
                                              std::uint32_t priority) {
  std::uint64_t count = 0;
  for (;;) {
    auto changed = co_await ground_.store.prioritize(user, which, priority);
    if (!changed) co_return failure(changed);
    engine_.moved(*changed);
    if (!changed->empty()) announce(*changed);
    count += changed->size();
    if (changed->size() < which.most) co_return count;
  }
}

Task<Result<NamePage>> Queue::names(UserId user, Naming naming, JobFilter filter) {
  filter.status = JobStatus::completed;
  auto jobs = co_await ground_.store.list(user, std::move(filter));
  if (!jobs) co_return failure(jobs);
  NamePage page{.total = jobs->total, .names = {}};
  for (auto& job : jobs->jobs) {
    auto facts = co_await ground_.store.facts(job.item);
    if (!facts) co_return failure(facts);
    auto would_be = *facts ? naming.place(job, **facts) : place_of(job);
    page.names.push_back({.job = std::move(job), .would_be = std::move(would_be)});
  }
  co_return page;
}

Task<Result<Job>> Queue::put_before(UserId user, JobId id, JobId other) {
  auto job = co_await ground_.store.put_before(user, id, other);
  if (!job) co_return failure(job);
  announce({*job});
  engine_.moved({*job});
  co_return job;
}

Task<Result<std::uint64_t>> Queue::clear(UserId user, Selection which, bool files) {
  std::optional<Engine::Removal> removal;
  if (files) {
    // A vault that is not there is found out before the rows are gone.
    auto there = co_await ground_.vault.room();
    if (!there) co_return failure(there);
    removal.emplace(engine_, user);
    which.most = most_files_at_once;
  }
  std::uint64_t count = 0;
  for (;;) {
    auto removed = co_await act_at_once(user, JobAction::remove, which);
    if (!removed) co_return failure(removed);
    const auto round = removed->size();
    count += round;
    if (files) {
      auto gone = co_await take_away(*std::move(removed));
      if (!gone) co_return failure(gone);
    }
    if (round < which.most) co_return count;
  }
}

/// Removes the finished files of jobs whose rows are gone; all that can be. The row goes first: a
/// file without a row costs room, a row without its file is a lie.
Task<Result<void>> Queue::take_away(std::vector<Job> jobs) {
  Result<void> all;
  for (const auto& job : jobs) {
    if (job.status != JobStatus::completed) continue;
    auto gone = co_await give_up_file(ground_.vault, ground_.store, job);
    if (!gone && all) all = failure(gone);
  }
  co_return all;
}

Task<Result<std::optional<Job>>> Queue::remove(UserId user, JobId id, bool files) {
  auto job = co_await ground_.store.find(user, id);
  if (!job) co_return failure(job);
  if (is_active(job->status)) {
    auto cancelled = co_await act_on(user, id, JobAction::cancel);
    if (!cancelled) co_return failure(cancelled);
    co_return std::optional(*std::move(cancelled));
  }
  Selection one;
  one.ids.push_back(id);
  auto cleared = co_await clear(user, std::move(one), files);
  if (!cleared) co_return failure(cleared);
  co_return std::optional<Job>();
}

}  // namespace tapedeck::download
