#include "download/core/housekeeper.hpp"

#include "download/core/giving_up.hpp"

#include <chrono>
#include <optional>
#include <utility>

namespace tapedeck::download {
namespace {

/// Bytes get their name right after they were kept.
constexpr std::chrono::hours grace{1};

}  // namespace

void Housekeeper::start() { tasks_.spawn(live()); }

Task<void> Housekeeper::stop() {
  tasks_.cancel();
  co_await tasks_.join();
}

Task<void> Housekeeper::live() {
  for (;;) {
    auto slept = co_await ground_.clock.sleep_for(interval);
    if (!slept) co_return;
    co_await go_round();
  }
}

Task<void> Housekeeper::tidy(std::set<std::string> wanted, Instant since) {
  auto removed = co_await ground_.vault.tidy(std::move(wanted), since);
  if (!removed) {
    log_.warning("parts not looked for", {{"why", removed.error().detail}});
  } else if (*removed > 0) {
    log_.info("parts of no job removed", {{"count", *removed}});
  }
}

Task<void> Housekeeper::go_round() {
  const bool may_go_on = co_await look_at_all();
  if (!may_go_on) co_return;
  co_await give_up_orphans();
  // What a row stands on has been taken back out of the trash by now.
  co_await empty_trash();
}

/// False when it could not look at every row.
Task<bool> Housekeeper::look_at_all() {
  std::optional<JobId> last;
  for (;;) {
    auto jobs = co_await ground_.store.completed(last);
    if (!jobs) log_.warning("finished files not looked for", {{"why", jobs.error().detail}});
    if (!jobs) co_return false;
    if (jobs->empty()) co_return true;
    last = jobs->back().id;
    for (const auto& seen : *jobs) {
      // Its user may have removed it since the list was read; nothing is brought back then.
      auto job = co_await ground_.store.find(seen.user, seen.id);
      if (!job && job.error().code == Errc::not_found) continue;
      if (!job) co_return false;
      if (job->status != JobStatus::completed) continue;
      const bool may_go_on = co_await look_at(*std::move(job));
      if (!may_go_on) co_return false;
    }
  }
}

/// False when nothing can be said of any file: the vault is not there.
Task<bool> Housekeeper::look_at(Job completed) {
  if (!completed.content) co_return co_await adopt(std::move(completed));
  auto size = co_await ground_.vault.size(*completed.content);
  if (!size) co_return size.error().code == Errc::storage;
  // Whoever took what lies in .content for copies, and removed it, has left the names.
  if (!*size) co_return co_await adopt(std::move(completed));
  if (completed.expected.bytes && **size != *completed.expected.bytes) {
    co_return co_await lose(std::move(completed),
                            "Its file in the vault has another size than it had.");
  }
  co_return co_await check_name(std::move(completed));
}

Task<bool> Housekeeper::check_name(Job completed) {
  auto facts = co_await ground_.store.facts(completed.item);
  if (!facts) co_return false;
  // Of a recording nothing is known of the names stay as they are.
  if (*facts) {
    auto place = ground_.naming.place(completed, **facts);
    if (place != place_of(completed)) {
      co_return co_await rename(std::move(completed), std::move(place));
    }
  }
  auto shown =
      co_await ground_.vault.show(*completed.content, place_of(completed), InTheWay::stays);
  if (!shown) {
    log_.warning("finished file without a name",
                 {{"job", completed.id.text()}, {"why", shown.error().detail}});
  }
  co_return shown || shown.error().code != Errc::unavailable;
}

/// The new name first, then the row, then the old one goes: the file can be seen all the while.
Task<bool> Housekeeper::rename(Job completed, VaultPath place) {
  auto shown = co_await ground_.vault.show(*completed.content, place, InTheWay::goes_aside);
  if (!shown) {
    log_.warning("file not renamed", {{"job", completed.id.text()}, {"why", shown.error().detail}});
    co_return shown.error().code != Errc::unavailable;
  }
  auto old_place = place_of(completed);
  completed.place = std::move(place);
  auto written = co_await ground_.store.renamed(completed);
  if (!written) co_return false;
  // Of a job that is another's by now it is the new name that nobody wants.
  const auto& gone = *written ? old_place : *completed.place;
  auto hidden = co_await ground_.vault.hide(gone, completed.content);
  if (!hidden) log_.warning("old name left behind", {{"why", hidden.error().detail}});
  co_return hidden || hidden.error().code != Errc::unavailable;
}

/// A file that has its name only: from before each content was kept once, or its content is gone.
Task<bool> Housekeeper::adopt(Job completed) {
  auto expected = completed.expected;
  if (completed.content) expected.sha1 = completed.content;
  auto content = co_await ground_.vault.adopt(place_of(completed), expected);
  if (!content) co_return content.error().code == Errc::storage;
  if (!*content) {
    co_return co_await lose(std::move(completed), "Its file is not in the vault any more.");
  }
  completed.content = *content;
  auto written = co_await ground_.store.adopted(std::move(completed));
  co_return written.has_value();
}

Task<bool> Housekeeper::lose(Job completed, const char* why) {
  log_.warning("finished file lost",
               {{"job", completed.id.text()}, {"file", completed.file.text()}, {"why", why}});
  auto job = co_await ground_.store.lose(std::move(completed), why);
  if (!job) co_return false;
  if (*job) ground_.watchers.changed(**job);
  co_return true;
}

/// Bytes that lost their last name just before a death.
Task<void> Housekeeper::give_up_orphans() {
  auto orphans = co_await ground_.vault.unnamed(ground_.clock.now() - grace);
  if (!orphans) log_.warning("bytes of no job not looked for", {{"why", orphans.error().detail}});
  if (!orphans) co_return;
  for (const auto& content : *orphans) {
    auto given_up = co_await give_up_bytes(ground_.vault, ground_.store, content);
    if (given_up) continue;
    log_.warning("bytes left behind", {{"why", given_up.error().detail}});
    co_return;
  }
}

Task<void> Housekeeper::empty_trash() {
  auto emptied =
      co_await ground_.vault.empty_trash(ground_.clock.now() - ground_.limits.trash_time);
  if (!emptied) {
    log_.warning("trash not emptied", {{"why", emptied.error().detail}});
  } else if (emptied->files > 0) {
    log_.info("trash emptied", {{"files", emptied->files}, {"bytes", emptied->bytes}});
  }
}

}  // namespace tapedeck::download
