#include "download/http/live.hpp"

#include "download/http/wire.hpp"
#include "json/encode.hpp"

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace tapedeck::download {
namespace {

constexpr std::uint16_t policy_violation = 1008;
constexpr std::uint16_t try_again_later = 1013;  // RFC 6455 §7.4, the registry at IANA
constexpr std::uint16_t internal_error = 1011;

/// As many jobs as fit into one message, in their order.
std::string message_of(messages::DownloadNews type, const std::vector<Job>& jobs) {
  messages::DownloadSnapshot snapshot{.type = type, .downloads = {}, .more = false};
  snapshot.more = jobs.size() >= LiveDownloads::most_jobs;
  std::size_t bytes = 0;
  for (const auto& job : jobs) {
    auto download = wire::download_of(job);
    bytes += json::encode(download).size();
    if (bytes > LiveDownloads::most_snapshot_bytes) {
      snapshot.more = true;
      break;
    }
    snapshot.downloads.push_back(std::move(download));
  }
  return json::encode(snapshot);
}

}  // namespace

LiveDownloads::~LiveDownloads() { stop_watching(); }

Task<void> LiveDownloads::opened(http::WebSocketSender& sender) {
  // First listen, then look: nothing falls between the two.
  queue_.watch(*this);
  watching_ = true;
  auto jobs = co_await queue_.latest(listener_.user, most_jobs);
  if (!jobs) {
    sender.close(internal_error, "the downloads cannot be read");
    co_return;
  }
  auto text = message_of(messages::DownloadNews::snapshot, *jobs);
  sender.send(std::make_shared<const std::string>(std::move(text)));
  sender_ = &sender;
  for (const auto& [id, news] : std::exchange(meanwhile_, {}))
    send(news.first, news.second);
}

Task<void> LiveDownloads::received(std::string) {
  co_return;  // there is nothing to say to it
}

Task<void> LiveDownloads::closed() {
  stop_watching();
  co_return;
}

void LiveDownloads::changed(const Job& job) { send(job, false); }

void LiveDownloads::removed(const Job& job) { send(job, true); }

void LiveDownloads::send(const Job& job, bool gone) {
  if (job.user != listener_.user) return;
  if (sender_ == nullptr) {
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
void LiveDownloads::queued(const std::vector<Job>& jobs) {
  if (jobs.empty() || jobs.front().user != listener_.user) return;
  if (sender_ == nullptr) {
    for (const auto& job : jobs)
      send(job, false);
    return;
  }
  post("queued " + jobs.front().id.text(), message_of(messages::DownloadNews::queued, jobs));
}

bool LiveDownloads::is_over() const {
  return listener_.session && revocations_.has(*listener_.session);
}

void LiveDownloads::post(std::string key, std::string text) {
  if (is_over()) {
    sender_->close(policy_violation, "the session has ended");
    return;
  }
  auto shared = std::make_shared<const std::string>(std::move(text));
  if (!sender_->send_latest(key, std::move(shared))) {
    sender_->close(try_again_later, "too many changes at once");
  }
}

void LiveDownloads::stop_watching() {
  if (watching_) queue_.unwatch(*this);
  watching_ = false;
  sender_ = nullptr;
}

}  // namespace tapedeck::download
