#pragma once

#include "support/raw_client.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tapedeck::test {

/// The first byte of a frame (RFC 6455 §5.2): the kind of frame, and the bits beside it.
namespace frame_bits {
constexpr std::uint8_t fin = 0x80, rsv1 = 0x40, rsv2 = 0x20, rsv3 = 0x10;
constexpr std::uint8_t more = 0x0;   ///< Goes on with the message before.
constexpr std::uint8_t words = 0x1;  ///< Text, which is UTF-8.
constexpr std::uint8_t blob = 0x2;   ///< Any bytes.
constexpr std::uint8_t bye = 0x8;    ///< Close.
constexpr std::uint8_t ping = 0x9;
constexpr std::uint8_t pong = 0xA;
}  // namespace frame_bits

/// A frame as a client sends it: masked, with the shortest form of its length.
[[nodiscard]] std::string client_frame(std::uint8_t first, std::string_view payload);

/// The same without a mask, which only servers may send.
[[nodiscard]] std::string unmasked_frame(std::uint8_t first, std::string_view payload);

/// Only the head of a masked frame, with its length in a field of `length_bytes` (1, 2 or 8).
[[nodiscard]] std::string frame_head(std::uint8_t first, std::uint64_t length, int length_bytes);

/// The payload of a close frame.
[[nodiscard]] std::string close_payload(std::uint16_t code, std::string_view reason = {});

/// One frame the server has sent.
struct ServerFrame {
  std::uint8_t first = 0;
  std::string payload;

  [[nodiscard]] std::uint8_t opcode() const noexcept { return first & 0x0F; }

  /// The code of a close frame; 1005 when it has none (RFC 6455 §7.1.5).
  [[nodiscard]] std::uint16_t close_code() const noexcept;
};

/// A client of a WebSocket that sends whatever bytes a test wants to send.
class WebSocketClient {
 public:
  /// Connects and opens the WebSocket at `target`; `headers` are whole lines to send along. Throws
  /// when the server does not agree.
  explicit WebSocketClient(std::uint16_t port, std::string_view target = "/ws",
                           int receive_buffer = 0, std::string_view headers = {});

  bool send(std::string_view bytes) { return client_.send(bytes); }

  /// The next frame; nothing at the end of the connection. Answers pings by itself when `answer`.
  std::optional<ServerFrame> frame(bool answer_pings = true);

  /// The next text message, pings aside; empty when another frame or the end came.
  std::string text();

  /// Reads to the close frame and gives its code, or 1006 when the connection ended without one.
  std::uint16_t close_code();

  [[nodiscard]] RawClient& raw() noexcept { return client_; }
  [[nodiscard]] const std::string& head() const noexcept { return head_; }

 private:
  RawClient client_;
  std::string head_;
};

}  // namespace tapedeck::test
