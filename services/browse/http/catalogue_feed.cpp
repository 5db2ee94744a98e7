#include "browse/http/catalogue_feed.hpp"

#include "browse/core/describe.hpp"
#include "browse/core/plain_text.hpp"
#include "json/encode.hpp"
#include "messages/catalogue_walk.hpp"

#include <algorithm>
#include <utility>

namespace tapedeck::browse {
namespace {

std::string line_of(const messages::CatalogueLine& line) { return json::encode(line) + '\n'; }

messages::CatalogueItem item_of(archive::SearchHit hit) {
  auto description = plain_text(std::move(hit.description));
  auto runtime = plain_line(std::move(hit.runtime));
  auto subjects = std::move(hit.subjects);
  for (auto& subject : subjects)
    subject = plain_line(std::move(subject));
  // One for each change, in no order that anybody promises.
  const auto newest = std::ranges::max_element(hit.updated);
  auto updated = newest == hit.updated.end() ? std::string() : std::move(*newest);
  auto reviewed = std::move(hit.reviewed);
  return {.found = found_item(std::move(hit)),
          .description = std::move(description),
          .runtime = std::move(runtime),
          .subjects = std::move(subjects),
          .updated = std::move(updated),
          .reviewed = std::move(reviewed)};
}

messages::CatalogueMark mark_of(const CatalogueBatch& batch) {
  return {.cursor = batch.next.text(),
          .count = batch.next.walked.count,
          .total = batch.total,
          .last = batch.last,
          .complete = batch.complete,
          .left_out = batch.left_out,
          .unread = batch.notes.places(archive::Repair::left_out)};
}

/// The items of a batch, and the mark behind them.
std::string lines_of(CatalogueBatch batch) {
  std::string lines;
  for (auto& hit : batch.hits) {
    messages::CatalogueLine line;
    line.item = item_of(std::move(hit));
    lines += line_of(line);
  }
  messages::CatalogueLine line;
  line.mark = mark_of(batch);
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
