#pragma once

#include "async/loop.hpp"
#include "async/manual_clock.hpp"
#include "async/task_group.hpp"
#include "browse/core/browser.hpp"
#include "browse/core/search_query.hpp"
#include "support/captured_log.hpp"
#include "support/memory_cache.hpp"
#include "support/scripted_archive.hpp"

#include <chrono>
#include <deque>
#include <memory>
#include <optional>
#include <string>

namespace tapedeck::test {

/// What one listener was told.
struct Told {
  std::optional<Result<browse::Served>> answer{};

  [[nodiscard]] bool ended() const { return answer.has_value(); }
  [[nodiscard]] const browse::Served& served() const { return answer.value().value(); }
  [[nodiscard]] browse::CacheStatus status() const { return served().note.status; }
  [[nodiscard]] std::chrono::seconds age() const { return served().note.age_seconds; }
  [[nodiscard]] const Error& error() const { return answer.value().error(); }
};

/// A browser, a scripted Archive and a cache in memory, on a clock that jumps.
class BrowseWorld {
 public:
  explicit BrowseWorld(browse::BrowserSettings settings = {})
      : archive(clock), settings_(settings) {
    archive.always("/advancedsearch.php",
                   json_answer(R"({"response":{"numFound":1,"start":0,"docs":[)"
                               R"({"identifier":"dcb1977-05-08.sbd","title":"A concert"}]}})"));
    restart();
  }
  ~BrowseWorld() {
    callers.cancel();
    close();
  }
  BrowseWorld(const BrowseWorld&) = delete;
  BrowseWorld& operator=(const BrowseWorld&) = delete;

  /// Somebody searches for `words`; told once run() has come that far.
  const Told& searches(std::string words,
                       std::chrono::nanoseconds patience = std::chrono::seconds{30}) {
    return searches_in(callers, std::move(words), patience);
  }

  const Told& searches_in(async::TaskGroup& group, std::string words,
                          std::chrono::nanoseconds patience = std::chrono::seconds{30}) {
    browse::SearchRequest request;
    request.q = std::move(words);
    auto& told = told_.emplace_back();
    auto query = browse::to_query(request).value();
    group.spawn(hear(browser_->search(std::move(query), Deadline::in(clock, patience)), told));
    return told;
  }

  const Told& opens(std::string_view item) {
    auto& told = told_.emplace_back();
    callers.spawn(hear(browser_->item(*ItemIdentifier::parse(item), half_a_minute()), told));
    return told;
  }

  /// Until nothing happens any more.
  void run() { clock.run_until_idle(loop); }

  /// Asks and waits for the answer.
  const Told& search(std::string words) {
    const auto& told = searches(std::move(words));
    run();
    return told;
  }
  const Told& open(std::string_view item) {
    const auto& told = opens(item);
    run();
    return told;
  }

  /// The picture of an item.
  const Told& see(std::string_view item) {
    auto& told = told_.emplace_back();
    callers.spawn(hear(browser_->thumbnail(*ItemIdentifier::parse(item), half_a_minute()), told));
    run();
    return told;
  }

  /// An admin throws everything away.
  void clears() { callers.spawn(clear(*browser_)); }

  void pass(std::chrono::nanoseconds time) { clock.advance(loop, time); }

  /// How often the Archive was asked.
  [[nodiscard]] std::size_t asked() const { return archive.requests().size(); }

  /// The Archive's next answer to a search; several in the order said.
  void next_search(ScriptedAnswer answer) {
    archive.next("/advancedsearch.php", std::move(answer));
  }

  /// As after a restart: what was only in memory is gone.
  void restart() {
    close();
    browser_ = std::make_unique<browse::Browser>(archive, cache, clock, loop.executor(), compute,
                                                 telemetry::Log("test"), settings_);
  }

  [[nodiscard]] browse::Browser& browser() { return *browser_; }

  CapturedLog log;
  async::Loop loop;
  async::ManualClock clock;
  ScriptedArchive archive;
  MemoryCache cache;
  async::TaskGroup callers{loop.executor()};
  async::Pool compute{"compute", 1, 8};

 private:
  [[nodiscard]] Deadline half_a_minute() const {
    return Deadline::in(clock, std::chrono::seconds{30});
  }

  static Task<void> hear(Task<Result<browse::Served>> task, Told& told) {
    auto answer = co_await std::move(task);
    told.answer.emplace(std::move(answer));
  }

  static Task<void> clear(browse::Browser& browser) {
    browse::Clearing everything;
    static_cast<void>(co_await browser.clear(everything));
  }

  static Task<void> end(browse::Browser& browser) { co_await browser.close(); }

  void close() {
    if (!browser_) return;
    async::TaskGroup closing(loop.executor());
    closing.spawn(end(*browser_));
    while (loop.poll() > 0) {
    }
    browser_.reset();
  }

  browse::BrowserSettings settings_;
  std::unique_ptr<browse::Browser> browser_;
  std::deque<Told> told_;
};

}  // namespace tapedeck::test
