#include "archive/answer_head.hpp"
#include "archive/client.hpp"
#include "archive/reaction.hpp"

#include <algorithm>
#include <utility>

namespace tapedeck::archive {
namespace {

std::string file_target(const FetchRequest& request) {
  return "/download/" + std::string(request.item.text()) + "/" + request.file.percent_encoded();
}

/// A strong entity tag of a sane length; only such may stand in If-Range (RFC 9110 §13.1.5).
bool is_strong_etag(std::string_view text) {
  constexpr std::size_t most_bytes = 256;
  return text.size() >= 2 && text.size() <= most_bytes && text.front() == '"' &&
         text.back() == '"' &&
         std::ranges::all_of(text, [](char c) { return c > 0x20 && c < 0x7F; });
}

std::unexpected<Error> strange_answer(std::string detail) {
  return fail(Errc::bad_upstream, "The Archive sent something else than was asked for.",
              std::move(detail));
}

/// How a fetch begins, or that nothing is left to send.
struct Opening {
  bool nothing_left = false;
  FetchStart start;
};

Result<Opening> open_whole(const WireHead& head) {
  return Opening{.start = {.first = 0, .total = head.content_length}};
}

Result<Opening> open_range(const WireHead& head, const FetchRequest& request) {
  const auto range = parse_content_range(head.content_range);
  if (!range || range->first != request.first) {
    return strange_answer("206 with \"" + head.content_range.substr(0, 100) + "\" for " +
                          std::to_string(request.first) + "-");
  }
  return Opening{.start = {.first = request.first, .total = range->total}};
}

/// 416: nothing lies at or behind `request.first`.
Result<Opening> open_nothing(const WireHead& head, const FetchRequest& request) {
  const auto range = parse_content_range(head.content_range);
  if (!range || !range->total || *range->total > request.first) {
    return strange_answer("416 with \"" + head.content_range.substr(0, 100) + "\" for " +
                          std::to_string(request.first) + "-");
  }
  if (*range->total < request.first) {
    return fail(
        Errc::conflict, "The file at the Archive has become shorter; it begins anew.",
        std::to_string(*range->total) + " bytes, " + std::to_string(request.first) + " are here");
  }
  return Opening{.nothing_left = true, .start = {.first = request.first, .total = range->total}};
}

Result<Opening> open(const WireHead& head, const FetchRequest& request,
                     std::optional<std::chrono::milliseconds> retry_after) {
  switch (head.status) {
    case 200:
      return open_whole(head);
    case 206:
      return open_range(head, request);
    case 416:
      return open_nothing(head, request);
    default:
      return std::unexpected(status_error(head.status, retry_after, file_target(request)));
  }
}

/// Passes a file on to its sink.
class Courier final : public WireReader {
 public:
  Courier(Limiter::Permit& permit, const Clock& clock, const FetchRequest& request, Sink& sink)
      : permit_(permit), clock_(clock), request_(request), sink_(sink) {}

  Task<Result<bool>> head(WireHead head) override {
    const auto retry_after = parse_retry_after(head.retry_after, clock_.now());
    permit_.answered(reaction_to(head.status), retry_after);
    auto opening = open(head, request_, retry_after);
    if (!opening) co_return failure(opening);

    opened = true;
    fetched.total = opening->start.total;
    if (opening->nothing_left) {
      fetched.complete = true;
      co_return false;
    }
    if (fetched.total) left_ = *fetched.total - opening->start.first;
    if (is_strong_etag(head.etag)) opening->start.etag = head.etag;
    opening->start.modified = parse_http_date(head.last_modified);
    auto begun = co_await sink_.begin(std::move(opening->start));
    if (!begun) co_return failure(begun);
    co_return true;
  }

  Task<Result<void>> body(std::span<const std::byte> bytes) override {
    if (left_ && bytes.size() > *left_) {
      co_return strange_answer("more bytes than announced for " + file_target(request_));
    }
    if (left_) *left_ -= bytes.size();
    auto written = co_await sink_.write(bytes);
    if (!written) co_return failure(written);
    fetched.bytes += bytes.size();
    co_return Result<void>();
  }

  /// After the end of the call.
  void ended(WireEnd end) {
    fetched.complete = fetched.complete || (end == WireEnd::whole && left_.value_or(0) == 0);
  }

  bool opened = false;
  Fetched fetched;

 private:
  Limiter::Permit& permit_;
  const Clock& clock_;
  const FetchRequest& request_;
  Sink& sink_;
  std::optional<std::uint64_t> left_;  // absent when the node does not say
};

}  // namespace

Task<Result<Fetched>> Client::fetch(FetchRequest request, Sink& sink, Patience patience) {
  if (!request.if_match.empty() && !is_strong_etag(request.if_match)) {
    co_return fail(Errc::invalid, "That is no version of a file.", "not an entity tag");
  }
  const auto lane = request.purpose == Purpose::play ? Lane::play : Lane::transfer;
  auto permit = co_await limiter_.enter(lane, patience.begin_by);
  if (!permit) co_return failure(permit);

  Courier courier(*permit, clock_, request, sink);
  WireRequest asked;
  asked.target = file_target(request);
  asked.first = request.first;
  if (request.first > 0) asked.if_range = request.if_match;
  asked.idle = patience.idle;
  asked.ahead = request.ahead;
  auto outcome = co_await wire_.get(std::move(asked), courier);
  if (!outcome) co_return failure(outcome);

  permit->answered(reaction_to(outcome->end));
  if (!courier.opened) {
    co_return std::unexpected(broken_call(*outcome, file_target(request)));
  }
  courier.ended(outcome->end);
  co_return courier.fetched;
}

}  // namespace tapedeck::archive
