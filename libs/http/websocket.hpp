#pragma once

#include "async/task.hpp"
#include "base/result.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace tapedeck::http {

/// The sending half of a WebSocket, shared by all who have news for its client.
///
/// Messages wait in a bounded queue (64 messages or 256 KiB), so a slow client costs that much and
/// no more. On the loop of its server; not thread-safe. After the client has left, sending does
/// nothing.
class WebSocketSender {
 public:
  virtual ~WebSocketSender() = default;

  /// Queues a text message; false when the queue is full or the client has left. Never waits.
  /// Whoever gets false sends less, or calls close(1013).
  virtual bool send(std::shared_ptr<const std::string> text) = 0;

  /// Queues `text` in the place of the message still waiting under `key`, if there is one: only the
  /// latest progress of a job is worth sending.
  virtual bool send_latest(std::string_view key, std::shared_ptr<const std::string> text) = 0;

  /// Says goodbye with a close code (RFC 6455 §7.4) once what is queued has been sent, at most 5 s.
  virtual void close(std::uint16_t code, std::string_view reason) = 0;

  /// Messages waiting.
  [[nodiscard]] virtual std::size_t waiting() const noexcept = 0;
};

/// What a WebSocket is for. Made by a handler, owned by the connection, destroyed with it.
class Conversation {
 public:
  virtual ~Conversation() = default;

  /// The client is there. `sender` lives as long as the conversation.
  virtual Task<void> opened(WebSocketSender& sender) = 0;

  /// A whole text message came: valid UTF-8, at most 64 KiB. The next one is read when this ends.
  virtual Task<void> received(std::string text) = 0;

  /// The client has left or the server stops; `sender` is of no use any more.
  virtual Task<void> closed() = 0;
};

}  // namespace tapedeck::http
