#include "download/http/herald.hpp"

#include "download/http/wire.hpp"
#include "json/encode.hpp"

#include <utility>

namespace tapedeck::download {
namespace {

/// As many jobs as fit into one message, in their order.
std::string message_of(messages::DownloadNews type, const std::vector<Job>& jobs) {
  messages::DownloadSnapshot snapshot{.type = type, .downloads = {}, .more = false};
  snapshot.more = type == messages::DownloadNews::snapshot && jobs.size() >= Herald::most_jobs;
  std::size_t bytes = 0;
  for (const auto& job : jobs) {
    auto download = wire::download_of(job);
    bytes += json::encode(download).size();
    if (bytes > Herald::most_message_bytes) {
      snapshot.more = true;
      break;
    }
    snapshot.downloads.push_back(std::move(download));
  }
  return json::encode(snapshot);
}

}  // namespace

Task<void> Herald::begin(Outlet& outlet) {
  // First listen, then look: nothing falls between the two.
  queue_.watch(*this);
  watching_ = true;
  auto jobs = co_await queue_.latest(listener_.user, most_jobs);
  if (!jobs) {
    outlet.end(Outlet::End::unreadable);
    co_return;
  }
  outlet_ = &outlet;
  tell_all(messages::DownloadNews::snapshot, *jobs);
  std::vector<Job> changed;
  std::vector<Job> gone;
  for (auto& [id, news] : std::exchange(meanwhile_, {}))
    (news.second ? gone : changed).push_back(std::move(news.first));
  queued(changed);
  removed(gone);
}

void Herald::end() {
  if (watching_) queue_.unwatch(*this);
  watching_ = false;
  outlet_ = nullptr;
}

bool Herald::hears(const std::vector<Job>& jobs) const {
  return !over_ && !jobs.empty() && jobs.front().user == listener_.user;
}

/// Keeps news for when the snapshot has been told.
void Herald::keep(const std::vector<Job>& jobs, bool gone) {
  for (const auto& job : jobs)
    meanwhile_.insert_or_assign(job.id, std::pair(job, gone));
}

void Herald::changed(const Job& job) {
  if (over_ || job.user != listener_.user) return;
  if (outlet_ == nullptr) return keep({job}, false);
  tell(job, false);
}

/// A recording has more files than the outbox has places, so all of them are one message.
void Herald::queued(const std::vector<Job>& jobs) {
  if (!hears(jobs)) return;
  if (outlet_ == nullptr) return keep(jobs, false);
  if (jobs.size() == 1) return tell(jobs.front(), false);
  tell_all(messages::DownloadNews::queued, jobs);
}

void Herald::removed(const std::vector<Job>& jobs) {
  if (!hears(jobs)) return;
  if (outlet_ == nullptr) return keep(jobs, true);
  if (jobs.size() == 1) return tell(jobs.front(), true);
  tell_gone(jobs);
}

void Herald::tell(const Job& job, bool gone) {
  messages::DownloadChange change{
      .type = gone ? messages::DownloadNews::removed : messages::DownloadNews::change,
      .id = job.id,
      .download = std::nullopt};
  if (!gone) change.download = wire::download_of(job);
  post(job.id.text() + " " + std::to_string(together_), json::encode(change));
}

void Herald::tell_all(messages::DownloadNews type, const std::vector<Job>& jobs) {
  ++together_;
  post("together " + std::to_string(together_), message_of(type, jobs));
}

void Herald::tell_gone(const std::vector<Job>& jobs) {
  if (jobs.size() > most_cleared) {  // who comes again is told what is left
    over_ = true;
    return outlet_->end(Outlet::End::too_slow);
  }
  messages::DownloadsCleared cleared;
  for (const auto& job : jobs)
    cleared.ids.push_back(job.id);
  ++together_;
  post("together " + std::to_string(together_), json::encode(cleared));
}

bool Herald::is_over() const { return listener_.session && revocations_.has(*listener_.session); }

void Herald::post(std::string_view key, std::string text) {
  if (over_) return;
  if (is_over()) {
    over_ = true;
    outlet_->end(Outlet::End::session);
  } else if (!outlet_->send(key, std::move(text))) {
    over_ = true;
    outlet_->end(Outlet::End::too_slow);
  }
}

}  // namespace tapedeck::download
