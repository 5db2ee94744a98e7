#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace tapedeck::test {

/// An answer as it came over the wire, its body without framing.
struct RawAnswer {
  int status = 0;
  std::multimap<std::string, std::string> headers;  ///< Names in lower case.
  std::string body;

  /// The first value under `name` (lower case); empty when there is none.
  [[nodiscard]] std::string header(const std::string& name) const;
};

/// A client that sends whatever bytes a test wants to send, on a blocking socket.
///
/// No wait is longer than thirty seconds: a server that says nothing fails the test and does not
/// hang it. Lines of the wire end in CRLF; `\n` alone is sent as it is.
class RawClient {
 public:
  /// Connects to 127.0.0.1. A small `receive_buffer` makes a client that is slow to read.
  explicit RawClient(std::uint16_t port, int receive_buffer = 0);
  ~RawClient();
  RawClient(RawClient&& other) noexcept;
  RawClient& operator=(RawClient&&) = delete;

  /// Sends everything; false when the server has closed the connection meanwhile.
  bool send(std::string_view bytes);

  /// Says that nothing more will be sent.
  void finish_sending();

  /// Closes with a reset.
  void reset();

  /// The next answer, read to its end; 1xx answers are skipped. Nothing when the connection ends
  /// before one has come whole.
  std::optional<RawAnswer> answer(bool to_head = false);

  /// The next `count` bytes; fewer when the connection ends.
  std::string bytes(std::size_t count);

  /// Up to the end of the connection.
  std::string rest();

  /// Whether the server closes without another byte.
  bool is_closed();

  /// Whether the connection has ended in a reset.
  [[nodiscard]] bool was_reset() const noexcept { return reset_; }

 private:
  bool more();
  std::optional<std::string> line();
  std::string chunks();

  int socket_ = -1;
  std::string buffer_;
  bool ended_ = false;
  bool reset_ = false;
};

}  // namespace tapedeck::test
