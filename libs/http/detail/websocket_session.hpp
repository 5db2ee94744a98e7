#pragma once

// Beast's WebSocket; for the files of libs/http alone.

#include "async/event.hpp"
#include "http/detail/handover.hpp"
#include "http/detail/outbox.hpp"
#include "http/detail/websocket_limits.hpp"
#include "http/response.hpp"
#include "http/websocket.hpp"

#include <boost/beast/websocket/stream.hpp>

#include <chrono>
#include <cstdint>
#include <exception>
#include <memory>
#include <optional>
#include <string>

namespace tapedeck::http::detail {

/// The server's side of one WebSocket (RFC 6455), from the handshake to the end of the connection.
///
/// Beast speaks the protocol: it answers pings and close frames, and ends a connection that breaks
/// a rule with the code the rule asks for. Compression is off: it would cost a listener up to 300
/// KiB, and our messages are a line long.
class WebSocketSession final : public Takeover, public WebSocketSender {
 public:
  explicit WebSocketSession(std::unique_ptr<Conversation> conversation,
                            WebSocketLimits limits = {});

  [[nodiscard]] std::optional<Response> refusal(const Request& request) override;
  Task<void> run(Handover& handover) override;
  void stop() override;

  bool send(std::shared_ptr<const std::string> text) override;
  bool send_latest(std::string_view key, std::shared_ptr<const std::string> text) override;
  void close(std::uint16_t code, std::string_view reason) override;
  [[nodiscard]] std::size_t waiting() const noexcept override { return outbox_.size(); }

 private:
  using Stream = boost::beast::websocket::stream<Socket, false>;

  /// `request` outlives the call.
  Task<bool> accept(const Request& request);
  Task<void> converse();
  Task<void> receive_all();
  Task<void> deliver(std::string text);
  Task<void> send_all();
  Task<void> limit_goodbye();
  void end();

  std::unique_ptr<Conversation> conversation_;
  WebSocketLimits limits_;
  Outbox outbox_;
  std::optional<Stream> stream_;  ///< From run()'s begin to its end.
  std::optional<async::Event> news_;
  Clock* clock_ = nullptr;  ///< Set with the stream.
  std::optional<boost::beast::websocket::close_reason> closing_;
  std::exception_ptr bug_;  ///< What the conversation threw.
  bool leaving_ = false;    ///< The client has said goodbye.
  bool gone_ = false;
};

}  // namespace tapedeck::http::detail
