#include "support/scripted_archive.hpp"

#include <algorithm>
#include <charconv>

namespace tapedeck::test {
namespace {

/// Counts a call as long as it lives.
class UnderWay {
 public:
  explicit UnderWay(int& count) : count_(count) { ++count_; }
  ~UnderWay() { --count_; }
  UnderWay(const UnderWay&) = delete;
  UnderWay& operator=(const UnderWay&) = delete;

 private:
  int& count_;
};

constexpr std::size_t piece_bytes = 16U << 10U;

}  // namespace

Task<Result<archive::WireOutcome>> ScriptedWire::get(archive::WireRequest request,
                                                     archive::WireReader& reader) {
  const UnderWay counted(under_way_);
  most_under_way_ = std::max(most_under_way_, under_way_);
  const auto since = clock_.ticks() - Clock::Ticks{};
  begun_.push_back(std::chrono::duration_cast<std::chrono::milliseconds>(since));
  auto slept = co_await clock_.sleep_for(delay_);
  if (!slept) co_return failure(slept);

  SeenRequest seen;
  seen.target = request.target;
  if (request.first > 0) seen.range = "bytes=" + std::to_string(request.first) + "-";
  seen.if_range = request.if_range;
  auto answer = script_.answer(seen);
  co_return co_await play(std::move(answer), reader, request.idle);
}

Task<Result<archive::WireOutcome>> ScriptedWire::play(ScriptedAnswer answer,
                                                      archive::WireReader& reader,
                                                      std::chrono::milliseconds idle) {
  archive::WireOutcome outcome;
  outcome.detail = "scripted";
  outcome.end = archive::WireEnd::whole;
  if (answer.refuses) {
    outcome.end = archive::WireEnd::unreachable;
    co_return outcome;
  }

  const auto size = answer.body.size();
  const auto sent = std::min(
      {answer.drops_after.value_or(size), answer.stalls_after.value_or(size), std::uint64_t{size}});
  const bool silent_from_the_start = answer.stalls_after == 0U;
  if (!silent_from_the_start) {
    archive::WireHead head;
    head.status = answer.status;
    head.content_length = answer.says_length.value_or(size);
    head.content_type = answer.header("Content-Type");
    head.content_range = answer.header("Content-Range");
    head.etag = answer.header("ETag");
    head.last_modified = answer.header("Last-Modified");
    head.retry_after = answer.header("Retry-After");
    auto wanted = co_await reader.head(std::move(head));
    if (!wanted) co_return failure(wanted);
    if (!*wanted) co_return outcome;

    const auto bytes = std::as_bytes(std::span(answer.body)).first(sent);
    for (std::size_t at = 0; at < bytes.size(); at += piece_bytes) {
      const auto piece = bytes.subspan(at, std::min(piece_bytes, bytes.size() - at));
      auto taken = co_await reader.body(piece);
      if (!taken) co_return failure(taken);
    }
  }
  if (answer.stalls_after) {
    auto slept = co_await clock_.sleep_for(idle);
    if (!slept) co_return failure(slept);
    outcome.end = archive::WireEnd::silent;
  } else if (answer.drops_after || answer.says_length.value_or(size) > size) {
    outcome.end = archive::WireEnd::cut;
  }
  co_return outcome;
}

}  // namespace tapedeck::test
