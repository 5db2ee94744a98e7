#include "gateway/http/search_history.hpp"

#include <algorithm>
#include <charconv>
#include <utility>
#include <variant>

namespace tapedeck::gateway {
namespace {

/// Long enough for whatever anybody types; the rest of it is left out.
constexpr std::size_t most_query_bytes = 1'000;

std::string cut(std::string text) {
  if (text.size() <= most_query_bytes) return text;
  auto end = most_query_bytes;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80)
    --end;  // not within a character
  text.resize(end);
  return text;
}

/// `q`, and what it was narrowed by: "morning dew year=1977".
std::string query_text(const http::Request& request) {
  std::string text;
  for (const auto& [name, value] : request.parameters()) {
    if (value.empty() || name == "page" || name == "per_page" || name == "sort" || name == "order")
      continue;
    if (!text.empty()) text += ' ';
    if (name != "q") text.append(name).append("=");
    text += value;
  }
  return cut(std::move(text));
}

}  // namespace

std::optional<std::int64_t> total_of(std::string_view answer) {
  constexpr std::string_view begin = R"({"total":)";
  if (!answer.starts_with(begin)) return std::nullopt;
  answer.remove_prefix(begin.size());
  std::int64_t total = 0;
  const auto [end, error] = std::from_chars(answer.data(), answer.data() + answer.size(), total);
  if (error != std::errc() || end == answer.data() + answer.size() || total < 0)
    return std::nullopt;
  return total;
}

/// A large answer on its way through: its beginning says what was found.
class SearchHistory::Watched final : public http::BodySource {
 public:
  Watched(std::unique_ptr<http::BodySource> source, SearchHistory& history, Search search)
      : source_(std::move(source)), history_(history), search_(std::move(search)) {}

  Task<Result<void>> send(http::BodyWriter& writer) override {
    Reader reader(*this, writer);
    co_return co_await source_->send(reader);
  }

  void stop() override { source_->stop(); }

 private:
  /// Passes everything on, and looks at the first piece.
  class Reader final : public http::BodyWriter {
   public:
    Reader(Watched& watched, http::BodyWriter& writer) : watched_(watched), writer_(writer) {}

    Task<Result<void>> write(std::string bytes) override {
      watched_.look_at(bytes);
      co_return co_await writer_.write(std::move(bytes));
    }
    void abort() override { writer_.abort(); }
    void close() override { writer_.close(); }

   private:
    Watched& watched_;
    http::BodyWriter& writer_;
  };

  void look_at(std::string_view first) {
    if (!search_) return;
    const auto total = total_of(first);
    if (total) {
      search_->found = *total;
      history_.add(std::move(*search_));
    }
    search_.reset();
  }

  std::unique_ptr<http::BodySource> source_;
  SearchHistory& history_;
  std::optional<Search> search_;
};

SearchHistory::SearchHistory(async::Executor executor, Clock& clock, database::Pool& database,
                             telemetry::Log log, telemetry::Metrics& metrics,
                             std::chrono::milliseconds kept)
    : clock_(clock),
      database_(database),
      log_(log),
      dropped_(metrics.counter("tapedeck_searches_dropped_total",
                               "Searches that were not written down for want of room.")),
      kept_(kept),
      came_(executor),
      tasks_(executor) {}

void SearchHistory::start() { tasks_.spawn(keep_writing()); }

Task<void> SearchHistory::stop() {
  tasks_.cancel();
  co_await tasks_.join();
  co_await write();
}

std::optional<Search> SearchHistory::search_of(const http::Request& request,
                                               SearchType type) const {
  const auto& caller = request.caller();
  if (!caller.user || kept_ == kept_.zero()) return std::nullopt;
  if (request.verb() != http::Verb::get || request.parameter("page").value_or("1") != "1")
    return std::nullopt;
  auto query = query_text(request);
  if (query.empty()) return std::nullopt;
  return Search{*caller.user, type, std::move(query), 0, clock_.now()};
}

void SearchHistory::watch(http::Response& answer, Search search) {
  if (answer.status() != 200) return;
  if (const auto* text = std::get_if<std::string>(&answer.body())) {
    const auto total = total_of(*text);
    if (!total) return;
    search.found = *total;
    add(std::move(search));
  } else if (auto* stream = std::get_if<http::Response::Stream>(&answer.body());
             stream != nullptr && stream->source) {
    stream->source = std::make_unique<Watched>(std::move(stream->source), *this, std::move(search));
  }
}

void SearchHistory::add(Search search) {
  // Whoever asks the same again within the second has pressed a key twice.
  const auto same = std::ranges::find_if(waiting_, [&](const auto& other) {
    return other.user == search.user && other.type == search.type && other.query == search.query;
  });
  if (same != waiting_.end()) {
    same->found = search.found;
    return;
  }
  if (waiting_.size() == most_waiting) {
    dropped_.add();
    return;
  }
  waiting_.push_back(std::move(search));
  came_.announce();
}

Task<void> SearchHistory::keep_writing() {
  for (;;) {
    while (waiting_.empty()) {
      auto came = co_await came_.wait();
      if (!came) co_return;
    }
    auto gathered = co_await clock_.sleep_for(gathers_for);
    if (!gathered) co_return;
    co_await write();
  }
}

Task<void> SearchHistory::write() {
  if (waiting_.empty()) co_return;
  auto searches = std::exchange(waiting_, {});
  const auto count = searches.size();
  auto written = co_await database_.write(&add_searches, std::move(searches));
  if (written) co_return;
  dropped_.add(static_cast<double>(count));
  log_.warning(
      "searches were not written down",
      {{"count", count}, {"message", written.error().message}, {"detail", written.error().detail}});
}

Task<Result<void>> SearchHistory::sweep() {
  co_return co_await database_.write(&forget_searches, clock_.now() - kept_);
}

}  // namespace tapedeck::gateway
