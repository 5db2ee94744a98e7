#pragma once

#include "async/clock.hpp"
#include "async/task.hpp"
#include "base/result.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

namespace tapedeck::archive {

/// One question to the Archive: always a GET.
struct WireRequest {
  std::string target{};            ///< Path and query, encoded.
  std::uint64_t first = 0;         ///< Sent as `Range: bytes=first-` unless it is 0.
  std::string if_range{};          ///< Sent as `If-Range` unless empty.
  bool may_be_compressed = false;  ///< Asks for gzip; what arrives is unpacked.
  /// A longer answer, unpacked, is cut off. Absent: any length, and the sender waits for the
  /// reader.
  std::optional<std::uint64_t> most_bytes{};
  /// Where there is no such limit, about so much is kept for a reader that is slow.
  std::size_t ahead = 1U << 20U;
  std::chrono::milliseconds idle{30'000};  ///< The longest silence, from the beginning on.
};

/// The beginning of the answer, after all redirects.
struct WireHead {
  unsigned status = 0;
  std::optional<std::uint64_t> content_length{};  ///< As sent; before it is unpacked.
  std::string content_type{};
  std::string content_range{};
  std::string etag{};
  std::string last_modified{};
  std::string retry_after{};
};

/// Takes an answer as it comes; an error of either ends the call with it.
class WireReader {
 public:
  virtual ~WireReader() = default;

  /// Comes once, first. Gives whether the body is wanted; if not, the call ends as whole.
  virtual Task<Result<bool>> head(WireHead head) = 0;

  /// `bytes` stay valid until the task ends, and nothing more is read meanwhile than fits a
  /// bounded buffer.
  virtual Task<Result<void>> body(std::span<const std::byte> bytes) = 0;
};

/// How a call on the wire ended.
enum class WireEnd : std::uint8_t {
  whole,             ///< The answer came to its end.
  cut,               ///< The connection broke, or the answer is shorter than it said.
  silent,            ///< Nothing, or a mere drip, for longer than WireRequest::idle.
  unreachable,       ///< The Archive's own host refused the connection or could not be reached.
  node_unreachable,  ///< As unreachable, but where a redirect led.
  forbidden_place,   ///< A redirect led where it must not, or never ended.
  garbled,           ///< What came is no HTTP, or cannot be unpacked.
  too_long,          ///< More than WireRequest::most_bytes.
};

struct WireOutcome {
  WireEnd end = WireEnd::cut;
  std::string detail{};  ///< For the log: the vendor's words, the host.
};

/// HTTP to the Archive, as bare as it comes: no manners, no meaning. What all of that is built on
/// (archive/client.hpp), and what a test plays.
class Wire {
 public:
  virtual ~Wire() = default;

  /// Sends one request, follows its redirects, and hands the answer to `reader`.
  ///
  /// Ends at once with `cancelled` when the awaiting coroutine is cancelled; has no limit on its
  /// whole time. Errors: `cancelled`, and whatever `reader` returned.
  virtual Task<Result<WireOutcome>> get(WireRequest request, WireReader& reader) = 0;
};

}  // namespace tapedeck::archive
