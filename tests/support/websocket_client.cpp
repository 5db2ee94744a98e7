#include "support/websocket_client.hpp"

#include <stdexcept>

namespace tapedeck::test {

namespace {

constexpr std::string_view mask = "\x37\xfa\x21\x3d";

std::string with_mask(std::string_view payload) {
  std::string masked(mask);
  for (std::size_t i = 0; i < payload.size(); ++i)
    masked += static_cast<char>(payload[i] ^ mask[i % 4]);
  return masked;
}

std::string length_of(std::uint64_t length, int length_bytes, std::uint8_t mask_bit) {
  std::string text;
  if (length_bytes == 1) {
    text += static_cast<char>(mask_bit | length);
  } else {
    text += static_cast<char>(mask_bit | (length_bytes == 2 ? 126 : 127));
    for (int byte = length_bytes - 1; byte >= 0; --byte)
      text += static_cast<char>((length >> (8 * byte)) & 0xFF);
  }
  return text;
}

int shortest(std::size_t length) { return length < 126 ? 1 : length < 65'536 ? 2 : 8; }

std::uint64_t number(std::string_view bytes) {
  std::uint64_t value = 0;
  for (const char byte : bytes)
    value = (value << 8) | static_cast<std::uint8_t>(byte);
  return value;
}

}  // namespace

std::string client_frame(std::uint8_t first, std::string_view payload) {
  std::string frame(1, static_cast<char>(first));
  frame += length_of(payload.size(), shortest(payload.size()), 0x80);
  return frame + with_mask(payload);
}

std::string unmasked_frame(std::uint8_t first, std::string_view payload) {
  std::string frame(1, static_cast<char>(first));
  frame += length_of(payload.size(), shortest(payload.size()), 0);
  return frame.append(payload);
}

std::string frame_head(std::uint8_t first, std::uint64_t length, int length_bytes) {
  std::string frame(1, static_cast<char>(first));
  frame += length_of(length, length_bytes, 0x80);
  return frame.append(mask);
}

std::string close_payload(std::uint16_t code, std::string_view reason) {
  std::string payload{static_cast<char>(code >> 8), static_cast<char>(code & 0xFF)};
  return payload.append(reason);
}

std::uint16_t ServerFrame::close_code() const noexcept {
  if (payload.size() < 2) return 1005;
  return static_cast<std::uint16_t>(number(std::string_view(payload).substr(0, 2)));
}

WebSocketClient::WebSocketClient(std::uint16_t port, std::string_view target, int receive_buffer,
                                 std::string_view headers)
    : client_(port, receive_buffer) {
  client_.send("GET " + std::string(target) +
               " HTTP/1.1\r\nHost: tapes.example\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
               "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" +
               std::string(headers) + "\r\n");
  while (!head_.ends_with("\r\n\r\n")) {
    const auto byte = client_.bytes(1);
    if (byte.empty()) throw std::runtime_error("no answer to the handshake: " + head_);
    head_ += byte;
  }
  if (!head_.starts_with("HTTP/1.1 101 ")) throw std::runtime_error("refused: " + head_);
}

std::optional<ServerFrame> WebSocketClient::frame(bool answer_pings) {
  for (;;) {
    const auto begin = client_.bytes(2);
    if (begin.size() < 2) return std::nullopt;
    ServerFrame frame;
    frame.first = static_cast<std::uint8_t>(begin[0]);
    auto length = number(begin.substr(1));
    if (length > 127) throw std::runtime_error("a server's frame must not be masked");
    if (length == 126) length = number(client_.bytes(2));
    if (length == 127) length = number(client_.bytes(8));
    frame.payload = client_.bytes(static_cast<std::size_t>(length));
    if (frame.opcode() != frame_bits::ping || !answer_pings) return frame;
    client_.send(client_frame(frame_bits::fin | frame_bits::pong, frame.payload));
  }
}

std::string WebSocketClient::text() {
  const auto next = frame();
  return next && next->opcode() == frame_bits::words ? next->payload : std::string();
}

std::uint16_t WebSocketClient::close_code() {
  for (auto next = frame(); next; next = frame()) {
    if (next->opcode() == frame_bits::bye) return next->close_code();
  }
  return 1006;
}

}  // namespace tapedeck::test
