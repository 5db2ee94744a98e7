#pragma once

#include "async/loop.hpp"
#include "async/manual_clock.hpp"
#include "async/task_group.hpp"
#include "download/core/queue.hpp"
#include "support/memory_job_store.hpp"
#include "support/memory_vault.hpp"
#include "support/scripted_archive.hpp"

#include <doctest/doctest.h>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tapedeck::test {

/// A download service without sockets and disks: a clock that jumps, a scripted Archive, a vault
/// and a queue in memory.
class DownloadWorld final : private download::JobWatcher {
 public:
  /// The item everything is in, unless a test says otherwise.
  static constexpr std::string_view item = "gd77-05-08.sbd.hicks";

  /// The clock on its wall shows UTC.
  explicit DownloadWorld(archive::Manners manners = {}, download::Timetable pace = {})
      : archive(clock, manners), budget(clock, std::move(pace), &time_of_day_in_utc) {
    telemetry::set_log_level(telemetry::Level::error);  // what fails is meant to
    archive.item(item);
    vault.calls_take(clock, std::chrono::milliseconds{0});
    watchers.add(*this);
    start();
  }
  ~DownloadWorld() override {
    if (engine) stop();
  }
  DownloadWorld(const DownloadWorld&) = delete;
  DownloadWorld& operator=(const DownloadWorld&) = delete;

  /// A new life of the program, over what the last one left.
  void start() {
    engine =
        std::make_unique<download::Engine>(ground, loop.executor(), telemetry::Log("test"), 7U);
    queue = std::make_unique<download::Queue>(ground, *engine);
    REQUIRE(wait_for(engine->start()));
  }

  /// The end of this one; what was not flushed may be lost.
  void stop() {
    end(*engine);
    queue.reset();
    engine.reset();
  }

  /// The end of an engine, or of what works beside one.
  template <class T>
  void end(T& one) {
    REQUIRE(wait_for(ended(one)));
  }

  /// Asks for one file; gives its job.
  JobId download(std::string_view file) { return download_as(user, file); }
  JobId download_as(UserId who, std::string_view file, std::string_view from = item) {
    auto requested = request(who, file, from);
    REQUIRE_MESSAGE(requested, requested.error().message);
    REQUIRE(requested->jobs.size() == 1);
    return requested->jobs.front().id;
  }

  Result<download::Requested> request(UserId who, std::string_view file,
                                      std::string_view from = item) {
    download::Wanted wanted;
    wanted.emplace_back(
        download::OneFile{*ItemIdentifier::parse(from), *archive::FileName::parse(file)});
    return wait_for(queue->request(who, std::move(wanted), false, Deadline::in(clock, patience)));
  }

  void run_until_idle() { clock.run_until_idle(loop); }

  /// What a call comes to; time passes only as far as it must.
  template <class T>
  Result<T> wait_for(Task<Result<T>> task) {
    std::optional<Result<T>> result;
    async::TaskGroup group(loop.executor());
    group.spawn(keep(std::move(task), result));
    for (int i = 0; i < 100'000 && !result; ++i)
      clock.advance(loop, i == 0 ? std::chrono::milliseconds{0} : std::chrono::milliseconds{1});
    REQUIRE(result.has_value());
    while (group.size() > 0)
      loop.poll();
    return std::move(*result);
  }

  [[nodiscard]] const download::Job& job(JobId id) const {
    for (const auto& one : store.jobs) {
      if (one.id == id) return one;
    }
    FAIL("there is no such job");
    return store.jobs.front();
  }
  [[nodiscard]] download::JobStatus status(JobId id) const { return job(id).status; }

  /// The finished file of a job; empty when it is not in the vault.
  [[nodiscard]] std::string kept(JobId id) const {
    const auto& one = job(id);
    const auto found = vault.files.find(download::place_of(one).text());
    return found == vault.files.end() ? std::string() : found->second;
  }

  /// Whether something has the name of the job's finished file.
  [[nodiscard]] bool is_kept(const download::Job& job) const {
    return vault.files.contains(download::place_of(job).text());
  }

  /// Whether the job is completed and its file is the Archive's, byte for byte.
  [[nodiscard]] bool is_whole(JobId id) const {
    return status(id) == download::JobStatus::completed &&
           kept(id) == archive.content(std::string(job(id).file.text()));
  }

  async::Loop loop;
  async::ManualClock clock;
  ScriptedArchive archive;
  MemoryVault vault;
  MemoryJobs rows;
  MemoryJobStore store{rows};
  download::Watchers watchers;
  telemetry::Metrics metrics{"test"};
  download::Tally tally{metrics};
  download::ItemShelf items{archive, clock};
  download::Budget budget;
  download::Ground ground{clock, archive, items, store, vault, watchers, tally, budget};
  UserId user = UserId::make();
  std::unique_ptr<download::Engine> engine;
  std::unique_ptr<download::Queue> queue;
  std::vector<download::Job> told;            ///< Every change, as watchers heard of it.
  std::vector<download::Job> told_elsewhere;  ///< As they heard of it from other workers.

 private:
  static constexpr std::chrono::seconds patience{30};

  static std::chrono::minutes time_of_day_in_utc(Instant now) {
    const auto minutes = std::chrono::floor<std::chrono::minutes>(now.time_since_epoch());
    return minutes % std::chrono::days{1};
  }

  void changed(const download::Job& job) override { told.push_back(job); }
  void heard(const download::Job& job) override { told_elsewhere.push_back(job); }
  void removed(const std::vector<download::Job>&) override {}

  template <class T>
  static Task<void> keep(Task<Result<T>> task, std::optional<Result<T>>& into) {
    auto result = co_await std::move(task);
    into.emplace(std::move(result));
  }
  template <class T>
  static Task<Result<void>> ended(T& one) {
    co_await one.stop();
    co_return Result<void>();
  }
};

}  // namespace tapedeck::test
