#include "download/core/engine.hpp"

#include "async/within.hpp"
#include "download/core/giving_up.hpp"

#include <algorithm>
#include <utility>

namespace tapedeck::download {
namespace {

using std::chrono::milliseconds;

/// When the database does not answer, and when nothing says how long to wait.
constexpr milliseconds moment{5'000};

/// A due time is one of day, which may be set: it is looked at again after this long.
constexpr milliseconds longest_nap{60'000};

}  // namespace

/// One job at work: found by its id while this lives, and its slot taken.
struct Engine::AtWork {
  AtWork(Engine& owner, Transfer& transfer) : engine(owner), id(transfer.job().id) {
    engine.at_work_.emplace(id, &transfer);
    engine.begun_.announce();
  }
  ~AtWork() { engine.at_work_.erase(id); }
  AtWork(const AtWork&) = delete;
  AtWork& operator=(const AtWork&) = delete;

  Engine& engine;
  JobId id;
};

/// An id or a user in one of the engine's sets while this lives; whoever waits for it to go looks
/// again then.
struct Engine::Busy {
  Busy(Engine& owner, std::set<JobId>& among, JobId one) : engine(owner), ids(among), id(one) {
    ids.insert(id);
  }
  ~Busy() {
    ids.erase(id);
    engine.wake();
  }
  Busy(const Busy&) = delete;
  Busy& operator=(const Busy&) = delete;

  Engine& engine;
  std::set<JobId>& ids;
  JobId id;
};

Engine::Removal::Removal(Engine& engine, UserId user) : engine_(engine), user_(user) {
  engine_.removals_.insert(user_);
}

Engine::Removal::~Removal() {
  engine_.removals_.erase(engine_.removals_.find(user_));
  engine_.wake();
}

Engine::Engine(const Ground& ground, async::Executor home, telemetry::Log log, std::uint32_t seed)
    : ground_(ground),
      home_(home),
      log_(log),
      housekeeper_(ground, home, log),
      dice_(seed),
      tasks_(home),
      bell_(home),
      begun_(home) {}

Task<Result<void>> Engine::start() {
  auto leftovers = co_await ground_.store.recover(ground_.clock.now());
  if (!leftovers) co_return failure(leftovers);
  const auto since = ground_.clock.now();
  auto wanted = co_await ground_.store.parts();
  if (!wanted) co_return failure(wanted);
  tasks_.spawn(housekeeper_.tidy(*std::move(wanted), since));
  tasks_.spawn(housekeeper_.go_round());
  tasks_.spawn(hold_on());
  tasks_.spawn(live(std::move(*leftovers)));
  co_return Result<void>();
}

Task<void> Engine::stop() {
  tasks_.cancel();
  co_await tasks_.join();
}

void Engine::wake() {
  rung_ = true;
  bell_.announce();
}

Task<void> Engine::live(std::vector<Job> leftovers) {
  for (auto& job : leftovers)
    co_await discard(std::move(job));
  for (;;) {
    rung_ = false;
    const auto again = co_await hand_out();
    if (rung_) continue;
    auto woken =
        again ? async::within(ground_.clock, Deadline(*again), bell_.wait()) : bell_.wait();
    auto heard = co_await std::move(woken);
    if (!heard && heard.error().code == Errc::cancelled) co_return;
  }
}

/// Says again and again that it still works on what it works on.
Task<void> Engine::hold_on() {
  for (;;) {
    while (at_work_.empty()) {
      auto begun = co_await begun_.wait();
      if (!begun) co_return;
    }
    auto slept = co_await ground_.clock.sleep_for(heartbeat);
    if (!slept) co_return;
    co_await renew_claims();
  }
}

/// Ends the transfers of jobs that were taken away, by whatever process.
Task<void> Engine::renew_claims() {
  std::vector<Claim> claims;
  for (const auto& [id, transfer] : at_work_)
    claims.push_back({id, transfer->job().fence});
  if (claims.empty()) co_return;
  auto held = co_await ground_.store.renew(claims, ground_.clock.now());
  if (!held) {
    // Whoever takes the jobs over meanwhile is found out with the next row that is written; that it
    // cannot be written is said there, and not twice a second here.
    log_.debug("claims not renewed", {{"why", held.error().detail}});
    co_return;
  }
  for (const auto& claim : claims) {
    const auto found = at_work_.find(claim.job);
    const bool same = found != at_work_.end() && found->second->job().fence == claim.fence;
    if (same && std::ranges::find(*held, claim) == held->end()) found->second->interrupt();
  }
}

/// Gives the free slots jobs; says when to look again, or nothing to wait for the bell.
Task<std::optional<Clock::Ticks>> Engine::hand_out() {
  while (busy_ < slots) {
    const auto now = ground_.clock.ticks();
    if (const auto opens = ground_.budget.closed_until()) co_return co_await put_off(*opens);
    if (now < held_until_) co_return std::optional(held_until_);
    auto job = co_await ground_.store.claim(ground_.clock.now());
    if (!job) {
      log_.warning("queue unreadable", {{"why", job.error().detail}});
      co_return std::optional(ground_.clock.ticks() + moment);
    }
    if (!*job) co_return co_await when_due();
    ++busy_;
    tasks_.spawn(work(std::move(**job)));
  }
  co_return std::nullopt;
}

Task<std::optional<Clock::Ticks>> Engine::when_due() {
  auto due = co_await ground_.store.next_due(ground_.clock.now());
  const auto now = ground_.clock.ticks();
  if (!due) co_return std::optional(now + moment);
  if (!*due) {
    if (ground_.store.is_shared()) co_return std::optional(now + look_around);
    co_return std::nullopt;
  }
  const auto left = **due - ground_.clock.now();
  // It has become due since, or the time of day was set.
  if (left <= milliseconds{0}) co_return std::optional(now);
  co_return std::optional(now +
                          std::min(left, ground_.store.is_shared() ? look_around : longest_nap));
}

/// Nothing begins in hours without downloads. Says so of all that could, to their users too.
Task<std::optional<Clock::Ticks>> Engine::put_off(Instant opens) {
  for (;;) {
    auto jobs = co_await ground_.store.put_off(opens);
    if (!jobs) {
      log_.warning("queue not put off", {{"why", jobs.error().detail}});
      co_return std::optional(ground_.clock.ticks() + moment);
    }
    if (jobs->empty()) break;
    log_.info("downloads put off", {{"count", jobs->size()}, {"until", to_text(opens)}});
    std::map<UserId, std::vector<Job>> by_user;
    for (auto& job : *jobs)
      by_user[job.user].push_back(std::move(job));
    for (const auto& [user, theirs] : by_user)
      ground_.watchers.queued(theirs);
  }
  const auto left = std::max(opens - ground_.clock.now(), milliseconds{0});
  const auto nap = ground_.store.is_shared() ? look_around : longest_nap;
  co_return std::optional(ground_.clock.ticks() + std::min(left, nap));
}

Task<void> Engine::work(Job job) {
  while (must_wait(job)) {
    auto heard = co_await bell_.wait();
    if (!heard) co_return;
  }
  Transfer transfer(ground_, home_, std::move(job), static_cast<std::uint32_t>(dice_()));
  {
    const AtWork entry(*this, transfer);
    ground_.watchers.changed(transfer.job());
    auto step = co_await transfer.run();
    co_await settle(transfer, std::move(step));
  }
  --busy_;
  wake();
}

/// A job that was cancelled and asked for again may still be on its way out.
bool Engine::must_wait(const Job& job) const {
  return at_work_.contains(job.id) || cleaned_up_.contains(job.id) || removals_.contains(job.user);
}

Task<void> Engine::settle(Transfer& transfer, Transfer::Step step) {
  Job& job = transfer.job();
  if (transfer.interrupted()) {
    co_await leave(transfer, step.has_value());
    co_return;
  }
  if (!step && step.error().kind == Verdict::Kind::stop) co_return;
  if (step) {
    job.status = JobStatus::completed;
    job.completed = ground_.clock.now();
    job.error.clear();
    job.failures = job.restarts = 0;
    job.has_part = false;
    if (job.expected.bytes) job.bytes_done = *job.expected.bytes;
    silent_items_.clear();
  } else {
    apply(job, step.error(), ground_.clock.now());
    hold(step.error(), job);
  }
  report(step, transfer);
  co_await close(transfer);
}

/// Writes the end of a try down.
Task<void> Engine::close(Transfer& transfer) {
  Job& job = transfer.job();
  auto saved = co_await save_for_sure(job);
  if (!saved) co_return;
  if (!*saved) {  // taken from it at the last moment
    co_await leave(transfer, job.status == JobStatus::completed);
    co_return;
  }
  ground_.watchers.changed(job);
  if (job.status != JobStatus::failed) co_return;
  co_await discard(job);
  if (job.content) co_await give_up(*job.content);
}

/// Bytes that were right, and could not be given a name.
Task<void> Engine::give_up(Content content) {
  auto given_up = co_await give_up_bytes(ground_.vault, ground_.store, content);
  if (!given_up) log_.warning("bytes left behind", {{"why", given_up.error().detail}});
}

/// Ends a try whose job was taken from it. A cancelled one's part goes; of one that is paused, or
/// was asked for again meanwhile, all stays: its next try finds the part, or the whole file.
Task<void> Engine::leave(Transfer& transfer, bool has_file) {
  const Job& job = transfer.job();
  auto row = co_await ground_.store.find(job.user, job.id);
  if (!row && row.error().code != Errc::not_found) {
    log_.warning("row not read", {{"job", job.id.text()}, {"why", row.error().detail}});
    co_return;  // what is left of a cancelled job is removed at the next start
  }
  if (!row || !is_active(row->status)) {
    if (has_file && transfer.has_new_name()) co_await take_back(job);
    co_await discard(job);
    co_return;
  }
  const bool at_work = row->status == JobStatus::downloading || row->status == JobStatus::verifying;
  if (at_work) {
    // By a later claim, all of it is somebody else's.
    if (row->fence == job.fence) co_await give_back(*std::move(row));
    co_return;
  }
  if (has_file && row->status == JobStatus::paused) {
    // The pause came too late: there is nothing left to stop, and nobody would own the file.
    Selection one;
    one.ids.push_back(job.id);
    auto resumed = co_await ground_.store.act(job.user, JobAction::resume, std::move(one),
                                              ground_.clock.now());
    if (resumed && !resumed->empty()) ground_.watchers.changed(resumed->front());
    wake();
  }
}

/// Queues a job again that nobody works on any more: what ended its try was meant for an earlier
/// one.
Task<void> Engine::give_back(Job job) {
  job.status = JobStatus::pending;
  job.waiting_for = WaitingFor::slot;
  auto saved = co_await save_for_sure(job);
  if (saved && *saved) ground_.watchers.changed(job);
}

/// Removes the file of a job that was cancelled when it had just got its name. One that had its
/// name before is not the job's to remove.
Task<void> Engine::take_back(Job job) {
  auto removed = co_await give_up_file(ground_.vault, ground_.store, std::move(job));
  if (!removed) log_.warning("file left behind", {{"why", removed.error().detail}});
}

/// Waits for a database that does not answer: what came of a job is not known anywhere else.
Task<Result<bool>> Engine::save_for_sure(Job job) {
  for (;;) {
    auto saved = co_await ground_.store.save(job);
    if (saved || saved.error().code == Errc::cancelled) co_return saved;
    log_.warning("row not written", {{"job", job.id.text()}, {"why", saved.error().detail}});
    auto slept = co_await ground_.clock.sleep_for(moment);
    if (!slept) co_return failure(slept);
  }
}

/// Removes the part of a job that has ended. What cannot be done now is done at the next start.
Task<void> Engine::discard(Job job) {
  auto dropped = co_await ground_.vault.drop_part(part_of(job));
  // Whoever has it open finds the job ended, and removes it then.
  if (!dropped && dropped.error().code == Errc::timed_out) co_return;
  if (!dropped) {
    log_.warning("part left behind", {{"job", job.id.text()}, {"why", dropped.error().detail}});
    co_return;
  }
  auto forgotten = co_await ground_.store.forget_part(job.id);
  if (!forgotten) log_.warning("part not forgotten", {{"why", forgotten.error().detail}});
}

void Engine::interrupt(const std::vector<Job>& taken) {
  std::vector<Job> idle;
  for (const auto& job : taken) {
    if (const auto found = at_work_.find(job.id); found != at_work_.end()) {
      found->second->interrupt();
    } else if (!is_active(job.status) && job.has_part) {
      idle.push_back(job);
    }
  }
  if (!idle.empty()) tasks_.spawn(clean_up(std::move(idle)));
}

/// Removes the parts of ended jobs that are not at work, as long as they still are neither.
Task<void> Engine::clean_up(std::vector<Job> ended) {
  for (auto& job : ended) {
    if (at_work_.contains(job.id) || cleaned_up_.contains(job.id)) continue;
    const Busy entry(*this, cleaned_up_, job.id);
    auto row = co_await ground_.store.find(job.user, job.id);
    const bool wanted = row && is_active(row->status);
    const bool unknown = !row && row.error().code != Errc::not_found;
    if (!wanted && !unknown) co_await discard(std::move(job));
  }
}

void Engine::moved(const std::vector<Job>& jobs) {
  for (const auto& job : jobs) {
    const auto found = at_work_.find(job.id);
    if (found == at_work_.end()) continue;
    found->second->job().priority = job.priority;
    found->second->job().order = job.order;
  }
}

/// When one job meets an Archive or a vault that is away, the others would, too. What one job alone
/// may have met costs the others a moment, so that ten thousand such jobs are no storm.
void Engine::hold(const Verdict& verdict, const Job& job) {
  if (verdict.kind != Verdict::Kind::wait) return;
  held_until_ = std::max(held_until_, ground_.clock.ticks() + hold_after(verdict, job));
}

milliseconds Engine::hold_after(const Verdict& verdict, const Job& job) {
  if (verdict.waiting_for == WaitingFor::disk) return verdict.for_all ? disk_hold : fit_hold;
  if (verdict.waiting_for != WaitingFor::archive) return milliseconds{0};
  if (verdict.for_all) return std::min(verdict.wait, longest_hold);
  const auto held = [this] {
    return silent_items_.empty() ? item_hold : item_hold * (1 << (silent_items_.size() - 1));
  };
  if (held() < longest_hold) silent_items_.insert(job.item);
  return std::min(held(), longest_hold);
}

void Engine::report(const Transfer::Step& step, Transfer& transfer) {
  const Job& job = transfer.job();
  const auto id = job.id.text();
  if (step) {
    (transfer.was_at_hand() ? ground_.tally.shared : ground_.tally.completed).add();
    log_.info("download completed", {{"job", id},
                                     {"item", job.item.text()},
                                     {"file", job.file.text()},
                                     {"bytes", job.bytes_done}});
    return;
  }
  if (step.error().kind == Verdict::Kind::begin_anew) ground_.tally.begun_anew.add();
  if (step.error().kind == Verdict::Kind::fail) {
    ground_.tally.failed.add();
    log_.warning(
        "download failed",
        {{"job", id}, {"item", job.item.text()}, {"file", job.file.text()}, {"why", job.error}});
    return;
  }
  log_.debug("download waits", {{"job", id}, {"why", job.error}});
}

}  // namespace tapedeck::download
