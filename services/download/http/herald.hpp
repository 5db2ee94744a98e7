#pragma once

#include "download/core/queue.hpp"
#include "messages/downloads.hpp"
#include "runtime/revocations.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tapedeck::download {

/// Whose stream of news it is, and the session it was opened in.
struct Listener {
  UserId user;
  std::optional<SessionId> session{};  ///< Nothing for a service that acts for the user.
};

/// The way to one listener: a WebSocket, or a stream of events.
class Outlet {
 public:
  /// Why a stream of news ends, other than that its listener has left.
  enum class End : std::uint8_t {
    session,     ///< The listener's session is over.
    too_slow,    ///< It cannot take even the latest of everything.
    unreadable,  ///< The jobs cannot be read.
  };

  virtual ~Outlet() = default;

  /// Queues a message in the place of the one still waiting under `key`, if there is one; false
  /// when there is no room for it. Never waits.
  virtual bool send(std::string_view key, std::string message) = 0;

  virtual void end(End why) = 0;
};

/// Tells one listener of the user's jobs: a snapshot, then each job as it changes.
///
/// Of a job that changes faster than the listener reads only the latest state is kept; one who
/// cannot take even that is sent away and comes again. Once the session has ended nothing more is
/// told: the next news ends the stream.
class Herald final : private JobWatcher {
 public:
  /// Jobs in the snapshot. A hundred bytes to two kilobytes each; the rest is GET /downloads' work.
  static constexpr std::uint32_t most_jobs = 200;
  /// The connection's outbox takes 256 KiB: two such messages, and changes.
  static constexpr std::size_t most_message_bytes = 96U << 10U;
  /// Jobs that are gone, in one message of about as much.
  static constexpr std::size_t most_cleared = 2'000;

  /// `queue` and `revocations` outlive the herald.
  Herald(Queue& queue, const runtime::Revocations& revocations, Listener listener)
      : queue_(queue), revocations_(revocations), listener_(listener) {}
  ~Herald() override { end(); }
  Herald(const Herald&) = delete;
  Herald& operator=(const Herald&) = delete;

  /// Sends the snapshot, and from then on all news, until end(). `outlet` lives as long.
  Task<void> begin(Outlet& outlet);

  void end();

 private:
  void changed(const Job& job) override;
  void heard(const Job& job) override { changed(job); }
  void removed(const std::vector<Job>& jobs) override;
  void queued(const std::vector<Job>& jobs) override;
  [[nodiscard]] bool is_over() const;
  void post(std::string_view key, std::string text);
  void tell(const Job& job, bool gone);
  void tell_all(messages::DownloadNews type, const std::vector<Job>& jobs);
  void tell_gone(const std::vector<Job>& jobs);
  void keep(const std::vector<Job>& jobs, bool gone);
  [[nodiscard]] bool hears(const std::vector<Job>& jobs) const;

  Queue& queue_;
  const runtime::Revocations& revocations_;
  Listener listener_;
  Outlet* outlet_ = nullptr;  ///< Null before the snapshot and after the end.
  bool watching_ = false;
  bool over_ = false;  ///< It was ended from here; nothing more is told.
  /// How many messages were about several jobs. News of one job goes behind them, and so under
  /// another key than what waits before them.
  std::uint64_t together_ = 0;
  /// What changed while the snapshot was read; true for a row that has gone.
  std::map<JobId, std::pair<Job, bool>> meanwhile_;
};

}  // namespace tapedeck::download
