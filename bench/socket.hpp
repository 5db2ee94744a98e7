#pragma once

#include "base/uuid.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tapedeck::bench {

/// The WebSocket of a user's downloads, as a client has it.
class Socket {
 public:
  /// Connects to 8000 or 8002 and opens it. Throws when the server does not agree.
  Socket(std::uint16_t port, const UserId& user);
  ~Socket();
  Socket(Socket&& other) noexcept;
  Socket& operator=(Socket&&) = delete;

  [[nodiscard]] int descriptor() const { return socket_; }

  /// Takes what has come, and waits when nothing has, unless the descriptor was told not to.
  /// Throws at the end of the connection.
  void receive();

  /// The next whole message of what has come; valid until receive(). Answers pings. Throws when the
  /// server closes.
  [[nodiscard]] std::optional<std::string_view> next();

  /// The next message, waited for; valid as above.
  [[nodiscard]] std::string_view message();

 private:
  struct Frame {
    std::uint8_t opcode;
    std::string_view payload;
  };
  [[nodiscard]] std::optional<Frame> frame();

  int socket_;
  std::string buffer_;
  std::size_t taken_ = 0;  ///< Of the buffer.
};

/// The value of a text or of a number in a message; empty when it has no such member.
[[nodiscard]] std::string_view text_in(std::string_view message, std::string_view member);
[[nodiscard]] std::uint64_t number_in(std::string_view message, std::string_view member);

}  // namespace tapedeck::bench
