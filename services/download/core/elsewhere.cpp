#include "download/core/elsewhere.hpp"

#include <utility>

namespace tapedeck::download {
namespace {

bool looks_the_same(const Job& one, const Job& other) {
  return one.fence == other.fence && one.status == other.status &&
         one.bytes_done == other.bytes_done && one.error == other.error &&
         one.waiting_for == other.waiting_for;
}

}  // namespace

void Elsewhere::start() {
  if (store_.is_shared()) tasks_.spawn(watch());
}

Task<void> Elsewhere::stop() {
  tasks_.cancel();
  co_await tasks_.join();
}

Task<void> Elsewhere::watch() {
  for (;;) {
    auto slept = co_await clock_.sleep_for(interval);
    if (!slept) co_return;
    auto held = co_await store_.held_elsewhere(clock_.now());
    if (held) {
      compare(*std::move(held));
    } else {
      log_.debug("other workers not seen", {{"why", held.error().detail}});
    }
  }
}

void Elsewhere::compare(std::vector<Job> held) {
  std::map<JobId, Job> now;
  for (auto& job : held) {
    const auto before = seen_.find(job.id);
    if (before == seen_.end() || !looks_the_same(before->second, job)) watchers_.heard(job);
    const auto id = job.id;
    now.emplace(id, std::move(job));
  }
  seen_ = std::move(now);
}

}  // namespace tapedeck::download
