#include "download/core/notices.hpp"

#include <algorithm>

namespace tapedeck::download {
namespace {

/// How long a database that does not answer is left alone.
constexpr std::chrono::milliseconds until_asked_again{5'000};

}  // namespace

void Notices::start() { tasks_.spawn(watch()); }

Task<void> Notices::stop() {
  tasks_.cancel();
  co_await tasks_.join();
}

void Notices::changed(const Job& job) {
  if (job.status != JobStatus::completed && job.status != JobStatus::failed) return;
  due_[Group(job.user, job.item)] = clock_.ticks() + quiet;
  stirred_.announce();
}

Task<void> Notices::watch() {
  for (;;) {
    while (due_.empty()) {
      auto woken = co_await stirred_.wait();
      if (!woken) co_return;
    }
    const auto first =
        std::ranges::min_element(due_, {}, [](const auto& entry) { return entry.second; });
    if (first->second > clock_.ticks()) {
      // Whatever stirs meanwhile is due later.
      auto slept = co_await clock_.sleep_until(first->second);
      if (!slept) co_return;
      continue;
    }
    Group group = first->first;
    due_.erase(first);
    co_await tell(std::move(group));
  }
}

Task<void> Notices::tell(Group group) {
  auto ended = co_await store_.tell(group.first, group.second);
  if (!ended) {
    if (ended.error().code == Errc::cancelled) co_return;
    log_.warning("end of a recording not looked for",
                 {{"item", group.second.text()}, {"why", ended.error().detail}});
    due_.try_emplace(std::move(group), clock_.ticks() + until_asked_again);
  } else if (*ended) {
    messenger_.send({.user = group.first, .ended = **std::move(ended)});
  }
}

}  // namespace tapedeck::download
