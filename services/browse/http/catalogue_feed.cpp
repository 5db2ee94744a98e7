#include "browse/http/catalogue_feed.hpp"

#include "browse/core/describe.hpp"
#include "json/encode.hpp"
#include "messages/catalogue_walk.hpp"

#include <utility>

namespace tapedeck::browse {
namespace {

std::string line_of(const messages::CatalogueLine& line) { return json::encode(line) + '\n'; }

/// The items of a batch, and the mark behind them.
std::string lines_of(CatalogueBatch batch) {
  std::string lines;
  for (auto& hit : batch.hits) {
    messages::CatalogueLine line;
    line.item = found_item(std::move(hit));
    lines += line_of(line);
  }
  messages::CatalogueLine line;
  line.mark = messages::CatalogueMark{.cursor = batch.next.text(),
                                      .count = batch.next.walked.count,
                                      .total = batch.total,
                                      .last = batch.last,
                                      .complete = batch.complete};
  return lines + line_of(line);
}

std::string line_of(const Error& error) {
  messages::CatalogueFault fault{
      .code = std::string(to_text(error.code)), .detail = error.message, .retry_after_seconds = {}};
  if (error.retry_after) {
    const auto seconds = std::chrono::ceil<std::chrono::seconds>(*error.retry_after);
    fault.retry_after_seconds = static_cast<std::uint64_t>(seconds.count());
  }
  messages::CatalogueLine line;
  line.fault = std::move(fault);
  return line_of(line);
}

}  // namespace

Task<Result<void>> CatalogueFeed::send(http::BodyWriter& writer) {
  while (!stopping_) {
    auto batch = co_await walk_.next();
    if (!batch && batch.error().code == Errc::cancelled) co_return failure(batch);
    if (!batch) {
      log_.warning("catalogue walk broke off", {{"reason", batch.error().detail}});
      co_return co_await writer.write(line_of(batch.error()));
    }
    if (!*batch) break;
    auto lines = co_await compute_.run(&lines_of, std::move(**batch));
    if (!lines) co_return failure(lines);
    auto written = co_await writer.write(std::move(*lines));
    if (!written) co_return failure(written);
  }
  co_return Result<void>();
}

}  // namespace tapedeck::browse
