#pragma once

// Sockets and Beast's parser; for the files of libs/http alone.

#include "async/clock.hpp"
#include "base/result.hpp"
#include "http/outbound/answer_parser.hpp"
#include "http/outbound/channels.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace tapedeck::http::outbound {

/// One request and its answer on a borrowed channel.
///
/// The connection goes back to be used again when the answer has been read to its end and neither
/// side wants it closed; else it is closed with the exchange.
class Exchange {
 public:
  /// `to_head`: the request is a HEAD.
  Exchange(Channels& channels, Lease lease, bool to_head);
  Exchange(const Exchange&) = delete;
  Exchange& operator=(const Exchange&) = delete;

  /// Sends the whole request, which the caller keeps until this ends.
  /// Errors: `unavailable`, `timed_out`, `cancelled`.
  Task<Result<void>> send(std::string_view request);

  /// Reads until the fields of the final answer are there; interim answers (RFC 9110 §15.2) are
  /// read over, except 101. Errors: as send(), `bad_upstream`.
  Task<Result<void>> read_head();

  /// Reads the body, or what is left of it, to its end. Errors: as read_head(); `bad_upstream` too
  /// when it has more than `limit` bytes.
  Task<Result<std::string>> read_rest(std::size_t limit);

  /// Reads the next piece of the body, at most about 64 KiB; empty at its end. `silence` is the
  /// longest wait for it, and takes the place of the call's deadline.
  /// Errors: as read_head().
  Task<Result<std::string>> read_piece(std::chrono::nanoseconds silence);

  /// Whether the call may be made again on another connection (RFC 9110 §9.2.2): this one had been
  /// used before and gave no byte of an answer, so the other side had closed it. `repeatable`: of a
  /// request that does the same if it is done twice.
  [[nodiscard]] bool was_stale(bool repeatable) const noexcept;

  [[nodiscard]] AnswerParser& answer() noexcept { return *answer_; }
  [[nodiscard]] std::optional<std::uint64_t> body_length() const;
  [[nodiscard]] bool is_whole() const { return answer_->is_done(); }

  /// Gives the connection back, if it can be used again. Call when the answer is whole; read_rest()
  /// and read_piece() do it themselves.
  void finish();

  /// From now on the call's deadline counts no more: what follows has limits of its own.
  void lift_deadline() { lease_->alarm.unset(); }

  /// Ends whatever the exchange waits for, and the connection with it.
  void cut_off();

  /// Takes the connection out of this exchange, which is over, as after 101.
  [[nodiscard]] Lease take_lease() { return std::move(lease_); }

  /// `bad_upstream`, with what is wrong with the answer for the log.
  [[nodiscard]] std::unexpected<Error> unreadable(std::string why) const;

 private:
  void begin_answer();
  Result<bool> receive();
  Task<Result<void>> receive_more();
  Result<void> parse(std::string_view bytes);
  Result<void> parse_kept();
  Result<void> put(std::string_view& bytes);
  Result<void> end_of_stream();

  Channels& channels_;
  Lease lease_;
  bool to_head_;
  bool sent_any_ = false;
  bool heard_any_ = false;
  std::optional<AnswerParser> answer_;
};

}  // namespace tapedeck::http::outbound
