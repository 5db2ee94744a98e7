// The engine through whatever may happen in a few days, told by seeds: no download is lost, wrong,
// half or twice, and none is stuck.

#include "support/download_world.hpp"
#include "support/second_worker.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <deque>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

using namespace tapedeck;
using namespace tapedeck::test;
using namespace std::chrono_literals;
using download::JobAction;
using download::JobStatus;
using download::Transfer;

namespace {

/// A slow evening with a break, for some seeds.
download::Timetable pace_of(std::uint32_t seed) {
  if (seed % 5 != 0) return {};
  return *download::Timetable::make({{20h + 2min, 20h + 8min, 0}, {20h + 8min, 21h, 40'000}}, {});
}

/// Some days of a download service. The same seed is the same days.
class Days {
 public:
  explicit Days(std::uint32_t seed)
      : dice_(seed), gentle_(seed % 3 == 0), world_({}, pace_of(seed)) {
    const auto count = 1 + roll(4);
    for (std::uint32_t i = 0; i < count; ++i) {
      names_.push_back("t" + std::to_string(i) + ".flac");
      const auto bytes = sizes[roll(sizes.size())] + roll(1'000);
      auto& file = world_.archive.file(names_.back(), bytes);
      for (auto faults = roll(5); faults > 0; --faults)
        add_fault(file, bytes);
      whole_ += bytes;
    }
  }

  void pass() {
    for (const auto& name : names_)
      ask_for(name);
    if (roll(3) != 0) slow_down();
    for (int turn = 0; turn < 40; ++turn) {
      // Often before what was begun is over, sometimes until all waits for something.
      world_.clock.advance(world_.loop,
                           std::chrono::milliseconds(roll(4) == 0 ? roll(60'000) : roll(900)));
      gentle_ ? meet_something_gentle() : meet_something();
      check_what_can_be_seen();
    }
    make_well();
    check_the_end();
  }

 private:
  static constexpr auto sizes = std::to_array<std::uint32_t>({0, 1, 20'000, 600'000, 1'200'000});

  std::uint32_t roll(std::size_t sides) {
    return static_cast<std::uint32_t>(dice_() % static_cast<std::uint32_t>(sides));
  }

  void add_fault(FileScript& file, std::uint64_t bytes) {
    const auto at = bytes == 0 ? 0 : roll(bytes);
    switch (roll(gentle_ ? 4 : 9)) {
      case 0:
        file.drops_after(at);
        break;
      case 1:
        file.stalls_after(at);
        break;
      case 2:
        file.answers(503, {{"Retry-After", "20"}});
        break;
      case 3:
        file.refuses();
        break;
      case 4:
        file.ignores_the_range();
        break;
      case 5:
        file.sends_anew_and_drops_after(at);
        break;
      case 6:
        file.begins_too_late();
        break;
      case 7:
        file.answers(502);
        break;
      default:
        if (bytes > 0) file.has_a_wrong_byte_at(at);
        break;
    }
  }

  /// Lets calls take time, so that others come between.
  void slow_down() {
    const auto disk = std::chrono::milliseconds(roll(80));
    const auto rows = std::chrono::milliseconds(roll(80));
    world_.vault.calls_take(world_.clock, disk);
    world_.store.calls_take(world_.clock, rows);
  }

  void ask_for(const std::string& name) {
    // Refused while the Archive is away; then it is asked for later.
    (void)world_.request(roll(3) == 0 ? other_ : world_.user, name);
  }

  void meet_something_gentle() {
    switch (roll(4)) {
      case 0:
        die(true);
        break;
      case 1:
        die(false);
        break;
      case 2:
        press(JobAction::pause);
        ++interruptions_;
        break;
      default:
        press(JobAction::resume);
        break;
    }
  }

  void meet_something() {
    switch (roll(16)) {
      case 0:
        die(true);
        break;
      case 1:
        die(false);
        break;
      case 2:
        world_.store.dies_before_completion(true);
        world_.clock.advance(world_.loop, std::chrono::milliseconds(roll(5'000)));
        die(true);
        break;
      case 3:
        press(JobAction::pause);
        break;
      case 4:
        press(JobAction::resume);
        break;
      case 5:
        press(JobAction::cancel);
        break;
      case 6:
        press(JobAction::retry);
        break;
      case 7:
        ask_for(names_[roll(names_.size())]);
        break;
      case 8:
        (void)world_.wait_for(world_.queue->clear(someone(), some_job(), roll(2) == 0));
        break;
      case 9:
        (void)world_.wait_for(world_.queue->prioritize(someone(), some_job(), roll(10)));
        break;
      case 10:
        world_.store.save_fails_at(1 + static_cast<int>(roll(5)));
        break;
      case 11:
        world_.vault.fails_at(1 + static_cast<int>(roll(60)),
                              roll(2) == 0 ? Errc::storage : Errc::storage_full);
        break;
      case 12:
        world_.vault.is_there(roll(2) == 0);
        break;
      case 13:
        world_.vault.has_room(roll(2) == 0 ? roll(1'000'000) : UINT64_MAX);
        break;
      case 14:
        world_.archive.next(roll(2) == 0 ? "/download/" : "/metadata/",
                            {.status = roll(2) == 0 ? 503U : 502U});
        break;
      default:
        meet_another_worker();
        break;
    }
  }

  void meet_another_worker() {
    if (!second_) {
      second_.emplace(world_);
    } else if (roll(2) == 0) {
      second_->store.is_away(roll(2) == 0);
    } else {
      second_.reset();
    }
  }

  void die(bool power_cut) {
    world_.stop();
    // The other worker's parts are on the same disk, and stay open there.
    if (power_cut && !second_) {
      check_what_is_claimed();
      world_.vault.power_cut();
    }
    world_.store.dies_before_completion(false);
    const auto before = world_.rows.jobs;
    world_.start();
    if (!second_) check_that_work_goes_on(before);
    ++interruptions_;
  }

  /// Nothing waits for a worker that is dead: what was at work is queued, or claimed anew.
  void check_that_work_goes_on(const std::deque<download::Job>& before) {
    for (const auto& old : before) {
      const auto& job = world_.job(old.id);
      const bool at_work =
          job.status == JobStatus::downloading || job.status == JobStatus::verifying;
      if (at_work) CHECK(job.fence > old.fence);
    }
  }

  /// No row says that more is on the disk than is sure to be.
  void check_what_is_claimed() {
    for (const auto& job : world_.store.jobs) {
      if (job.status == JobStatus::completed || job.bytes_done == 0) continue;
      if (!download::is_active(job.status) || has_left_its_part(job)) continue;
      const auto part = world_.vault.parts.find(download::part_of(job).text());
      REQUIRE(part != world_.vault.parts.end());
      CHECK(job.bytes_done <= part->second.flushed);
    }
  }

  /// Between being kept, its name and its row a file is whole, and has no part any more; and a
  /// part that was wrong lies in the trash before its row says so.
  [[nodiscard]] bool has_left_its_part(const download::Job& job) const {
    const auto right = job.expected.sha1->text();
    if (world_.vault.contents.contains(right)) return true;
    return std::ranges::any_of(world_.vault.trash, [&](const auto& entry) {
      return entry.first != right && entry.second.text.size() == job.expected.bytes;
    });
  }

  UserId someone() { return roll(3) == 0 ? other_ : world_.user; }

  /// One job, or all.
  download::Selection some_job() {
    download::Selection which;
    const auto& jobs = world_.store.jobs;
    if (!jobs.empty() && roll(3) != 0) which.ids.push_back(jobs[roll(jobs.size())].id);
    return which;
  }

  void press(JobAction action) {
    (void)world_.wait_for(world_.queue->act(someone(), action, some_job()));
  }

  /// Whatever can be seen is whole, what is completed can be seen, and nothing is there twice.
  void check_what_can_be_seen() {
    for (const auto& [path, bytes] : world_.vault.files)
      CHECK(bytes == world_.archive.content(path.substr(path.rfind('/') + 1)));
    std::set<std::tuple<UserId, std::string, std::string>> seen;
    for (const auto& job : world_.store.jobs) {
      CHECK(seen.emplace(job.user, job.item.text(), job.file.text()).second);
      if (job.status == JobStatus::completed) CHECK(world_.is_whole(job.id));
    }
  }

  /// The Archive, the disk and the user have come to their senses.
  void make_well() {
    if (second_) second_->store.is_away(false);
    if (roll(2) == 0) second_.reset();
    world_.vault.is_there(true);
    world_.vault.fails({});
    world_.vault.has_room(UINT64_MAX);
    for (int hour = 0; hour < 24 && !all_done(); ++hour) {
      for (const auto& user : {world_.user, other_}) {
        for (const auto action : {JobAction::resume, JobAction::retry})
          (void)world_.wait_for(world_.queue->act(user, action, {}));
      }
      for (const auto& name : names_)
        (void)world_.request(world_.user, name);
      world_.clock.advance(world_.loop, 1h);
    }
  }

  [[nodiscard]] bool all_done() const {
    const auto done = [](const download::Job& job) { return job.status == JobStatus::completed; };
    return world_.store.jobs.size() >= names_.size() &&
           std::ranges::all_of(world_.store.jobs, done);
  }

  void check_the_end() {
    CHECK(all_done());
    // What a job left that was removed while the disk was away goes at the next start.
    world_.stop();
    world_.start();
    world_.clock.advance(world_.loop, 1s);
    check_what_can_be_seen();
    CHECK(world_.vault.parts.empty());
    for (const auto& job : world_.store.jobs)
      CHECK_FALSE(job.has_part);
    if (!gentle_) return;
    CHECK(world_.tally.begun_anew.value() == 0);
    // Two at a time lose what was not flushed, and a file that two ask for comes once.
    const auto again = interruptions_ * download::Engine::slots * Transfer::flush_bytes;
    CHECK(world_.tally.bytes.value() <= static_cast<double>(whole_ + again));
  }

  std::minstd_rand dice_;
  bool gentle_;  ///< No byte is wrong and none is thrown away: what comes twice can be counted.
  DownloadWorld world_;
  UserId other_ = *UserId::parse("00000000-0000-4000-8000-000000000002");
  std::optional<SecondWorker> second_;
  std::vector<std::string> names_;
  std::uint64_t whole_ = 0;
  std::uint64_t interruptions_ = 0;
};

std::uint32_t number_in(const char* variable, std::uint32_t otherwise) {
  const char* text = std::getenv(variable);
  return text == nullptr ? otherwise : static_cast<std::uint32_t>(std::strtoul(text, nullptr, 10));
}

}  // namespace

TEST_CASE("whatever happens in some days, nothing is lost, wrong, half, twice or stuck") {
  // One seed alone: TAPEDECK_TEST_SEED=17.
  const auto only = number_in("TAPEDECK_TEST_SEED", 0);
  const auto seeds = number_in("TAPEDECK_TEST_SEEDS", 1'000);
  for (std::uint32_t seed = only == 0 ? 1 : only; seed <= (only == 0 ? seeds : only); ++seed) {
    CAPTURE(seed);
    Days days(seed);
    days.pass();
  }
}
