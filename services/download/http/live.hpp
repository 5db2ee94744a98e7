#pragma once

#include "download/http/herald.hpp"
#include "http/events.hpp"
#include "http/websocket.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace tapedeck::download {

/// News of the user's jobs (http/herald.hpp) over a WebSocket. Ends with 1008 when the session is
/// over, with 1013 when the client is too slow, with 1011 when the jobs cannot be read.
class LiveDownloads final : public http::Conversation {
 public:
  /// `queue` and `revocations` outlive the conversation.
  LiveDownloads(Queue& queue, const runtime::Revocations& revocations, Listener listener)
      : herald_(queue, revocations, listener) {}

  Task<void> opened(http::WebSocketSender& sender) override;
  Task<void> received(std::string text) override;
  Task<void> closed() override;

 private:
  struct Socket final : Outlet {
    explicit Socket(http::WebSocketSender& to) : sender(to) {}
    bool send(std::string_view key, std::string message) override;
    void end(End why) override;

    http::WebSocketSender& sender;
  };

  std::optional<Socket> socket_;  ///< Outlives the herald's use of it.
  Herald herald_;
};

/// The same as server-sent events, whose data are the messages of the socket. A listener who comes
/// again is told everything anew.
class DownloadEvents final : public http::EventFeed {
 public:
  /// `queue` and `revocations` outlive the feed.
  DownloadEvents(Queue& queue, const runtime::Revocations& revocations, Listener listener)
      : herald_(queue, revocations, listener) {}

  Task<void> opened(http::EventSender& sender) override;
  Task<void> closed() override;

 private:
  struct Stream final : Outlet {
    explicit Stream(http::EventSender& to) : sender(to) {}
    bool send(std::string_view key, std::string message) override;
    void end(End why) override;

    http::EventSender& sender;
  };

  std::optional<Stream> stream_;  ///< Outlives the herald's use of it.
  Herald herald_;
};

}  // namespace tapedeck::download
