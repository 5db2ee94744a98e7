#pragma once

#include "async/event.hpp"
#include "async/task_group.hpp"
#include "download/core/housekeeper.hpp"
#include "download/core/transfer.hpp"
#include "telemetry/log.hpp"

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <vector>

namespace tapedeck::download {

/// Works off the queue: takes its jobs in order, two at a time, until it is stopped. Others may do
/// so, too (lease.hpp).
///
/// It keeps nothing of its own that matters: stopping and dying are the same to it, and start()
/// goes on from what the rows and the vault say. Lives on one loop; not thread-safe.
class Engine {
 public:
  /// The Archive lets no more files be sent at once (archive/limiter.hpp).
  static constexpr unsigned slots = 2;

  /// How long the whole queue waits, at most, after one job found the Archive or the vault away.
  static constexpr std::chrono::milliseconds longest_hold{30'000};
  static constexpr std::chrono::milliseconds disk_hold{5'000};

  /// How long it waits where only that one job may be stuck: its data node is dead, or its file
  /// does not fit. Twice that for each further item in a row that the Archive does not send.
  static constexpr std::chrono::milliseconds item_hold{1'000};
  static constexpr std::chrono::milliseconds fit_hold{100};

  /// `ground` is what downloads stand on; all of it outlives the engine. `seed` spreads waits.
  Engine(const Ground& ground, async::Executor home, telemetry::Log log, std::uint32_t seed);

  /// Takes up what the last run left, and begins to work. Errors: those of the store.
  Task<Result<void>> start();

  /// Ends what runs and waits for it. Parts and rows stay, for the next start.
  Task<void> stop();

  /// There are new jobs.
  void wake();

  /// The jobs were cancelled, paused or removed in the store: ends their transfers soon, and
  /// removes the parts of those that have ended, in its own time.
  void interrupt(const std::vector<Job>& taken);

  /// The jobs have another place in the queue.
  void moved(const std::vector<Job>& jobs);

  /// No job of the user begins while this lives: finished files are being removed, and a new job
  /// for one of them would find it.
  class Removal {
   public:
    Removal(Engine& engine, UserId user);
    ~Removal();
    Removal(const Removal&) = delete;
    Removal& operator=(const Removal&) = delete;

   private:
    Engine& engine_;
    UserId user_;
  };

 private:
  struct AtWork;
  struct Busy;

  Task<void> live(std::vector<Job> leftovers);
  Task<void> hold_on();
  Task<void> renew_claims();
  Task<std::optional<Clock::Ticks>> hand_out();
  Task<std::optional<Clock::Ticks>> when_due();
  Task<std::optional<Clock::Ticks>> put_off(Instant opens);
  Task<void> work(Job job);
  [[nodiscard]] bool must_wait(const Job& job) const;
  Task<void> clean_up(std::vector<Job> ended);
  Task<void> settle(Transfer& transfer, Transfer::Step step);
  Task<void> close(Transfer& transfer);
  Task<void> give_up(Content content);
  Task<void> leave(Transfer& transfer, bool has_file);
  Task<void> give_back(Job job);
  Task<void> take_back(Job job);
  Task<Result<bool>> save_for_sure(Job job);
  Task<void> discard(Job job);
  void hold(const Verdict& verdict, const Job& job);
  [[nodiscard]] std::chrono::milliseconds hold_after(const Verdict& verdict, const Job& job);
  void report(const Transfer::Step& step, Transfer& transfer);

  Ground ground_;
  async::Executor home_;
  telemetry::Log log_;
  Housekeeper housekeeper_;
  std::minstd_rand dice_;
  async::TaskGroup tasks_;
  async::Event bell_;
  bool rung_ = false;
  async::Event begun_;  ///< Somebody has begun to work.
  unsigned busy_ = 0;   ///< Slots that are taken.
  std::map<JobId, Transfer*> at_work_;
  std::set<JobId> cleaned_up_;      ///< Whose parts are being removed.
  std::multiset<UserId> removals_;  ///< Whose finished files are being removed.
  Clock::Ticks held_until_{};
  /// That the Archive did not send since it last sent one; no more than it takes for longest_hold.
  std::set<ItemIdentifier> silent_items_;
};

}  // namespace tapedeck::download
