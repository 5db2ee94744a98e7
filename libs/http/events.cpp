#include "http/events.hpp"

#include "async/event.hpp"
#include "async/use_task.hpp"
#include "async/within.hpp"
#include "http/detail/outbox.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/this_coro.hpp>

#include <exception>
#include <optional>
#include <utility>

namespace tapedeck::http {

namespace asio = boost::asio;

using namespace std::chrono_literals;

namespace {

constexpr std::size_t most_events = 64;
constexpr std::size_t most_event_bytes = 256 * 1024;
constexpr auto heartbeat = 15s;

/// Of events that wait at the same time: they go out in one write.
constexpr std::size_t together_bytes = 16 * 1024;

std::string_view first_line(std::string_view text) {
  return text.substr(0, text.find_first_of("\r\n"));
}

class EventStream final : public BodySource, public EventSender {
 public:
  EventStream(Clock& clock, std::unique_ptr<EventFeed> feed)
      : clock_(clock), feed_(std::move(feed)), outbox_(most_events, most_event_bytes) {}

  Task<Result<void>> send(BodyWriter& writer) override;
  void stop() override { close(); }

  bool send(std::shared_ptr<const std::string> event) override;
  bool send_latest(std::string_view key, std::shared_ptr<const std::string> event) override;
  void close() override;

 private:
  Task<Result<void>> write_all(BodyWriter& writer);
  Task<Result<void>> wait_for_news();
  Task<void> tell_of_the_end();
  std::string take_together();

  Clock& clock_;
  std::unique_ptr<EventFeed> feed_;
  detail::Outbox outbox_;
  std::optional<async::Event> news_;  ///< While the stream is sent.
  bool closing_ = false;
};

Task<Result<void>> EventStream::send(BodyWriter& writer) {
  const auto executor = co_await asio::this_coro::executor;
  news_.emplace(executor);
  std::exception_ptr thrown;
  Result<void> written;
  try {
    co_await feed_->opened(*this);
    written = co_await write_all(writer);
  } catch (...) {  // rethrown below, once the feed knows of its end
    thrown = std::current_exception();
  }
  closing_ = true;
  outbox_.clear();
  // Cancelled or not, the feed is told, and the connection knows afterwards that it was cancelled.
  co_await asio::this_coro::throw_if_cancelled(false);
  co_await asio::co_spawn(executor, tell_of_the_end(), async::use_task);
  co_await asio::this_coro::throw_if_cancelled(true);
  if (thrown) std::rethrow_exception(thrown);
  co_return written;
}

// In a coroutine of its own, since the reset holds for everything up to whoever was spawned.
Task<void> EventStream::tell_of_the_end() {
  co_await asio::this_coro::reset_cancellation_state(asio::disable_cancellation());
  co_await feed_->closed();
}

Task<Result<void>> EventStream::write_all(BodyWriter& writer) {
  // The browser shows the stream as open when its first bytes are there.
  std::string bytes = "retry: 2000\n\n";
  for (;;) {
    auto written = co_await writer.write(std::move(bytes));
    if (!written) co_return failure(written);
    if (outbox_.empty() && !closing_) {
      auto news = co_await wait_for_news();
      if (!news) co_return failure(news);
    }
    bytes = take_together();
    if (bytes.empty() && closing_) co_return Result<void>();
    if (bytes.empty()) bytes = ":\n\n";
  }
}

Task<Result<void>> EventStream::wait_for_news() {
  const auto latest = Deadline::in(clock_, heartbeat);
  auto news = co_await async::within(clock_, latest, news_->wait());
  if (!news && news.error().code == Errc::cancelled) co_return failure(news);
  co_return Result<void>();
}

std::string EventStream::take_together() {
  std::string bytes;
  while (!outbox_.empty() && bytes.size() < together_bytes)
    bytes += *outbox_.pop();
  return bytes;
}

bool EventStream::send(std::shared_ptr<const std::string> event) {
  if (closing_ || !outbox_.push(std::move(event))) return false;
  if (news_) news_->announce();
  return true;
}

bool EventStream::send_latest(std::string_view key, std::shared_ptr<const std::string> event) {
  if (closing_ || !outbox_.push_latest(key, std::move(event))) return false;
  if (news_) news_->announce();
  return true;
}

void EventStream::close() {
  closing_ = true;
  if (news_) news_->announce();
}

}  // namespace

std::string event_text(std::string_view name, std::string_view data, std::string_view id) {
  std::string text;
  const auto add = [&text](std::string_view field, std::string_view value) {
    text.append(field).append(": ").append(value).append("\n");
  };
  if (!id.empty()) add("id", first_line(id));
  if (!name.empty()) add("event", first_line(name));
  for (;;) {
    const auto line = first_line(data);
    add("data", line);
    if (line.size() == data.size()) break;
    data.remove_prefix(line.size() + (data.substr(line.size()).starts_with("\r\n") ? 2 : 1));
  }
  return text + "\n";
}

Response events(Clock& clock, std::unique_ptr<EventFeed> feed) {
  return stream(std::make_unique<EventStream>(clock, std::move(feed)), "text/event-stream")
      .with("Cache-Control", "no-store")
      .with("X-Accel-Buffering", "no");  // else nginx waits for 4 KiB before it hands any on
}

}  // namespace tapedeck::http
