#pragma once

#include "download/core/queue.hpp"
#include "http/websocket.hpp"
#include "runtime/revocations.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace tapedeck::download {

/// Whose socket it is, and the session it was opened in.
struct Listener {
  UserId user;
  std::optional<SessionId> session{};  ///< Nothing for a service that acts for the user.
};

/// The WebSocket of one listener: a snapshot of the user's jobs, then each job as it changes.
///
/// Of a job that changes faster than the client reads only the latest state is kept
/// (send_latest); a client that cannot take even that is sent away with 1013 and comes again. Once
/// the session has ended nothing more is told: the next news closes the socket with 1008.
class LiveDownloads final : public http::Conversation, private JobWatcher {
 public:
  /// Jobs in the snapshot. A hundred bytes to two kilobytes each; the rest is GET /downloads' work.
  static constexpr std::uint32_t most_jobs = 200;
  /// A message may wait in the connection's outbox up to 256 KiB; leave some for changes.
  static constexpr std::size_t most_snapshot_bytes = 192U << 10U;

  /// `queue` and `revocations` outlive the conversation.
  LiveDownloads(Queue& queue, const runtime::Revocations& revocations, Listener listener)
      : queue_(queue), revocations_(revocations), listener_(listener) {}
  ~LiveDownloads() override;
  LiveDownloads(const LiveDownloads&) = delete;
  LiveDownloads& operator=(const LiveDownloads&) = delete;

  Task<void> opened(http::WebSocketSender& sender) override;
  Task<void> received(std::string text) override;
  Task<void> closed() override;

 private:
  void changed(const Job& job) override;
  void removed(const Job& job) override;
  void queued(const std::vector<Job>& jobs) override;
  [[nodiscard]] bool is_over() const;
  void post(std::string key, std::string text);
  void send(const Job& job, bool gone);
  void stop_watching();

  Queue& queue_;
  const runtime::Revocations& revocations_;
  Listener listener_;
  http::WebSocketSender* sender_ = nullptr;  ///< Null before the snapshot and after the end.
  bool watching_ = false;
  /// What changed while the snapshot was read; nothing for a row that has gone.
  std::map<JobId, std::pair<Job, bool>> meanwhile_;
};

}  // namespace tapedeck::download
