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
    if (bytes > Herald::most_snapshot_bytes) {
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
  post("snapshot", message_of(messages::DownloadNews::snapshot, *jobs));
  for (const auto& [id, news] : std::exchange(meanwhile_, {}))
    tell(news.first, news.second);
}

void Herald::end() {
  if (watching_) queue_.unwatch(*this);
  watching_ = false;
  outlet_ = nullptr;
}

void Herald::changed(const Job& job) { tell(job, false); }

void Herald::removed(const Job& job) { tell(job, true); }

void Herald::tell(const Job& job, bool gone) {
  if (job.user != listener_.user) return;
  if (outlet_ == nullptr) {
    meanwhile_.insert_or_assign(job.id, std::pair(job, gone));
    return;
  }
  messages::DownloadChange change{
      .type = gone ? messages::DownloadNews::removed : messages::DownloadNews::change,
      .id = job.id,
      .download = std::nullopt};
  if (!gone) change.download = wire::download_of(job);
  post(job.id.text(), json::encode(change));
}

/// A recording has more files than the outbox has places, so all of them are one message.
void Herald::queued(const std::vector<Job>& jobs) {
  if (jobs.empty() || jobs.front().user != listener_.user) return;
  if (outlet_ == nullptr) {
    for (const auto& job : jobs)
      tell(job, false);
    return;
  }
  post("queued " + jobs.front().id.text(), message_of(messages::DownloadNews::queued, jobs));
}

bool Herald::is_over() const { return listener_.session && revocations_.has(*listener_.session); }

void Herald::post(std::string_view key, std::string text) {
  if (is_over()) {
    outlet_->end(Outlet::End::session);
  } else if (!outlet_->send(key, std::move(text))) {
    outlet_->end(Outlet::End::too_slow);
  }
}

}  // namespace tapedeck::download
