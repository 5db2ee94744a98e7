#pragma once

#include "async/task.hpp"
#include "base/result.hpp"
#include "http/headers.hpp"
#include "http/websocket.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace tapedeck::async {
class Pool;
}

namespace tapedeck::http {

/// Takes the bytes of an answer that is sent while it is made.
class BodyWriter {
 public:
  virtual ~BodyWriter() = default;

  /// Sends `bytes`; waits while the client is slow. Errors: `unavailable` when the client has left,
  /// `timed_out` when it took nothing for the server's write limit, `cancelled`.
  virtual Task<Result<void>> write(std::string bytes) = 0;

  /// Breaks the connection off with a reset, so that the client sees that the answer is not whole.
  virtual void abort() = 0;

  /// Ends the connection in order where the body stands once send() has ended, so that only its
  /// length tells that it is not whole. For who plays a broken server.
  virtual void close() { abort(); }
};

/// An answer that is made while it is sent: events, or what another service or the Archive sends.
class BodySource {
 public:
  virtual ~BodySource() = default;

  /// Writes the body to its end. An error, or a body other than the length that was announced,
  /// breaks the connection off. That the client has left is seen by the next write. Cancelled when
  /// the time to stop in is over.
  virtual Task<Result<void>> send(BodyWriter& writer) = 0;

  /// The server stops: an answer without an end (events) ends send() soon, any other goes on.
  /// Called at most once, while send() runs or before it does.
  virtual void stop() {}
};

/// A regular file, or the part of it that a Range asks for, sent by sendfile(2). Owns the
/// descriptor.
class FileBody {
 public:
  /// Opens without following a link at the end of the path.
  /// Errors: `not_found`, `storage`.
  [[nodiscard]] static Result<FileBody> open(const std::string& path);

  /// Takes over `descriptor`, which is open for reading; closes it on errors too.
  /// Errors: `not_found` when it is no regular file, `storage`.
  [[nodiscard]] static Result<FileBody> adopt(int descriptor);

  FileBody(FileBody&& other) noexcept;
  FileBody& operator=(FileBody&& other) noexcept;
  ~FileBody();

  /// Has `pool` read what is not in memory when its turn to be sent comes, so that a disk that is
  /// slow, or has to spin up, keeps this answer waiting and not everything on the loop. The pool
  /// outlives the answer.
  void read_by(async::Pool& pool) noexcept { reader_ = &pool; }

  [[nodiscard]] async::Pool* reader() const noexcept { return reader_; }

  [[nodiscard]] int descriptor() const noexcept { return descriptor_; }
  [[nodiscard]] std::uint64_t bytes() const noexcept { return bytes_; }
  [[nodiscard]] std::chrono::sys_seconds modified() const noexcept { return modified_; }

  /// A strong tag made of inode, size and time of change: it differs whenever the bytes may.
  [[nodiscard]] const std::string& etag() const noexcept { return etag_; }

 private:
  FileBody(int descriptor, std::uint64_t bytes, std::chrono::sys_seconds modified,
           std::string etag);

  int descriptor_ = -1;
  std::uint64_t bytes_ = 0;
  std::chrono::sys_seconds modified_{};
  std::string etag_;
  async::Pool* reader_ = nullptr;
};

class Request;
class Response;

namespace detail {
struct Handover;
}

/// What a connection becomes when it stops speaking HTTP: a WebSocket, or a tunnel to one. Made by
/// websocket() and Client::forward(), owned by the connection.
class Takeover {
 public:
  virtual ~Takeover() = default;

  /// The answer to give instead, because `request` does not ask for this, or not rightly; nothing
  /// when all is well.
  [[nodiscard]] virtual std::optional<Response> refusal(const Request& request) = 0;

  /// Speaks on the connection until it ends, beginning with the 101. Cancelled when the time to
  /// stop in is over.
  virtual Task<void> run(detail::Handover& handover) = 0;

  /// The server stops: says goodbye and ends run() soon. Called at most once, while run() runs.
  virtual void stop() = 0;
};

/// The answer to one request.
///
/// The server adds Content-Length, Date, the request id and the security headers, each where the
/// answer has none of its own. It frames the body itself, whatever the headers say, and leaves it
/// out for HEAD (a Stream may then come without a source). It answers 304 where a validator of the
/// request still holds (RFC 9110 §13), and cuts files to the Range that was asked for (§14).
class Response {
 public:
  struct Stream {
    std::unique_ptr<BodySource> source;
    std::optional<std::uint64_t> bytes;  ///< Chunked when absent.
  };
  using Body =
      std::variant<std::monostate, std::string, FileBody, Stream, std::unique_ptr<Takeover>>;

  explicit Response(std::uint16_t status) : status_(status) {}

  [[nodiscard]] std::uint16_t status() const noexcept { return status_; }
  [[nodiscard]] const Headers& headers() const noexcept { return headers_; }
  [[nodiscard]] Headers& headers() noexcept { return headers_; }
  [[nodiscard]] const Body& body() const noexcept { return body_; }
  [[nodiscard]] Body& body() noexcept { return body_; }

  Response&& with_status(std::uint16_t status) && {
    status_ = status;
    return std::move(*this);
  }
  Response&& with(std::string_view header, std::string_view value) && {
    headers_.set(header, value);
    return std::move(*this);
  }
  Response&& with_body(Body body) && {
    body_ = std::move(body);
    return std::move(*this);
  }

  /// `Cache-Control: private, max-age=…`: the caller's own cache may keep it that long.
  Response&& fresh_for(std::chrono::seconds age) &&;

  /// `Cache-Control: no-store`: for anything with a secret in it. The default for answers of routes
  /// that ask who is calling.
  Response&& never_kept() &&;

 private:
  std::uint16_t status_;
  Headers headers_;
  Body body_;
};

/// 200 with JSON text. `application/json` needs no charset: it is UTF-8 (RFC 8259 §8.1).
[[nodiscard]] Response json(std::string text);

/// 200 with UTF-8 text of a type, such as "text/plain".
[[nodiscard]] Response text(std::string text, std::string_view type);

/// 204.
[[nodiscard]] Response no_content();

/// 302 to a path of our own.
[[nodiscard]] Response redirect(std::string_view target);

/// 200 with a file of a type, such as "audio/flac"; Range, If-Range and validators are the server's
/// work.
[[nodiscard]] Response file(FileBody body, std::string_view type);

/// 200 with a body made while it is sent; `bytes` is its length if that is known.
[[nodiscard]] Response stream(std::unique_ptr<BodySource> source, std::string_view type,
                              std::optional<std::uint64_t> bytes = std::nullopt);

/// 101: the connection goes on as a WebSocket and belongs to `conversation`. The request must want
/// one, else the server answers 426.
[[nodiscard]] Response websocket(std::unique_ptr<Conversation> conversation);

}  // namespace tapedeck::http
