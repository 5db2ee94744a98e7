#pragma once

#include "async/clock.hpp"
#include "async/task.hpp"
#include "http/response.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace tapedeck::http {

/// The sending half of a stream of events, shared by all who have news for its listener. The same
/// promises as WebSocketSender's: a bounded queue (64 events or 256 KiB), never waits, does nothing
/// after the listener has left.
class EventSender {
 public:
  virtual ~EventSender() = default;

  /// Queues an event as event_text() writes it; false when the queue is full or the stream is over.
  virtual bool send(std::shared_ptr<const std::string> event) = 0;

  /// Queues `event` in the place of the one still waiting under `key`, if there is one.
  virtual bool send_latest(std::string_view key, std::shared_ptr<const std::string> event) = 0;

  /// Ends the stream once what is queued has been sent. A browser opens it again by itself.
  virtual void close() = 0;
};

/// What a stream of events is for. Made by a handler, owned by the connection, destroyed with it.
class EventFeed {
 public:
  virtual ~EventFeed() = default;

  /// The listener is there. `sender` lives as long as the feed.
  virtual Task<void> opened(EventSender& sender) = 0;

  /// The listener has left or the server stops; `sender` is of no use any more.
  virtual Task<void> closed() = 0;
};

/// One event on the wire (HTML, section 9.2 "server-sent events"): `name` is its type, `data` may
/// have several lines, `id` is what the browser sends back as Last-Event-ID; an empty one is left
/// out. Name and id are cut at their first line's end.
[[nodiscard]] std::string event_text(std::string_view name, std::string_view data,
                                     std::string_view id = {});

/// 200 with a stream of server-sent events that ends with `feed` or its listener. A comment every
/// 15 s keeps proxies from taking it for dead, and finds out who has left. `clock` outlives the
/// server.
[[nodiscard]] Response events(Clock& clock, std::unique_ptr<EventFeed> feed);

}  // namespace tapedeck::http
