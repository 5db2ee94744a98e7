#include "download/core/watchers.hpp"

namespace tapedeck::download {

void Watchers::add(JobWatcher& watcher) { watchers_.push_back(&watcher); }

void Watchers::remove(JobWatcher& watcher) { std::erase(watchers_, &watcher); }

void Watchers::changed(const Job& job) const {
  for (auto* watcher : watchers_)
    watcher->changed(job);
}

void Watchers::heard(const Job& job) const {
  for (auto* watcher : watchers_)
    watcher->heard(job);
}

void Watchers::removed(const std::vector<Job>& jobs) const {
  for (auto* watcher : watchers_)
    watcher->removed(jobs);
}

void Watchers::queued(const std::vector<Job>& jobs) const {
  for (auto* watcher : watchers_)
    watcher->queued(jobs);
}

}  // namespace tapedeck::download
