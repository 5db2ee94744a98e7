#include "support/archive_contract.hpp"

#include "async/event.hpp"
#include "async/task_group.hpp"
#include "support/memory_sink.hpp"

#include <boost/asio/this_coro.hpp>
#include <doctest/doctest.h>

#include <array>

namespace tapedeck::test {
namespace {

using namespace archive;
using namespace std::chrono_literals;

const ItemIdentifier concert = *ItemIdentifier::parse("gd1977-05-08.sbd.hicks");

Deadline soon(Stage& stage) { return Deadline::in(stage.clock(), 20s); }

Result<Item> ask_item(Stage& stage) {
  return stage.wait_for(stage.archive().item(concert, soon(stage)));
}

Result<SearchPage> ask_search(Stage& stage) {
  SearchQuery query{.query = recordings()};
  return stage.wait_for(stage.archive().search(std::move(query), soon(stage)));
}

FetchRequest request_for(std::string_view file, std::uint64_t first = 0) {
  return {.item = concert, .file = *FileName::parse(file), .first = first};
}

Result<Fetched> fetch(Stage& stage, FetchRequest request, MemorySink& sink,
                      std::chrono::milliseconds idle = 5s) {
  const Patience patience{.begin_by = soon(stage), .idle = idle};
  return stage.wait_for(stage.archive().fetch(std::move(request), sink, patience));
}

template <class T>
Errc code_of(const Result<T>& result) {
  REQUIRE_FALSE(result);
  CHECK_FALSE(result.error().message.empty());
  return result.error().code;
}

void item_with_its_files(Stage& stage) {
  stage.script().file("d1t01.flac", 1'000);
  stage.script().file("d1t02.flac", 2'000).is_private();
  stage.script().item(concert.text());
  const auto item = ask_item(stage);
  REQUIRE(item);
  CHECK(item->identifier == concert);
  REQUIRE(item->files.size() == 2);
  REQUIRE(item->files[0].sha1);
  CHECK(item->files[0].sha1->text() == stage.script().sha1("d1t01.flac"));
  CHECK(item->files[1].bytes == 2'000U);
  CHECK(item->files[1].is_private);
}

void missing_items(Stage& stage) {
  CHECK(code_of(ask_item(stage)) == Errc::not_found);
  stage.script().next("/metadata/", json_answer(R"({"is_dark":true})"));
  CHECK(code_of(ask_item(stage)) == Errc::not_found);
  for (const unsigned status : {401U, 403U, 404U, 410U}) {
    CAPTURE(status);
    stage.script().next("/metadata/", {.status = status, .body = "<html>"});
    CHECK(code_of(ask_item(stage)) == Errc::bad_upstream);
    stage.script().next("/advancedsearch.php", {.status = status, .body = "<html>"});
    CHECK(code_of(ask_search(stage)) == Errc::bad_upstream);
  }
}

void search_and_scrape(Stage& stage) {
  stage.script().next("/advancedsearch.php", json_answer(R"({"response":{"numFound":2,"start":0,
      "docs":[{"identifier":"gd1977-05-08.a"},{"identifier":"gd1977-05-08.b"}]}})"));
  const auto page = ask_search(stage);
  REQUIRE(page);
  CHECK(page->total == 2);
  CHECK(page->hits.size() == 2);

  stage.script().next("/services/search/v1/scrape", json_answer(R"({"items":[
      {"identifier":"gd1977-05-08.a"}],"count":1,"cursor":"W3s=","total":2})"));
  ScrapeQuery query{.query = recordings(), .count = 100};
  const auto batch = stage.wait_for(stage.archive().scrape(std::move(query), soon(stage)));
  REQUIRE(batch);
  CHECK(batch->cursor == "W3s=");
}

void rejected_scrapes(Stage& stage) {
  const std::string envelope = R"({"error":"[INTERNAL] no"})";
  for (const unsigned status : {200U, 400U}) {
    CAPTURE(status);
    stage.script().next("/services/search/v1/scrape", json_answer(envelope, status));
    ScrapeQuery query{.query = recordings()};
    const auto batch = stage.wait_for(stage.archive().scrape(std::move(query), soon(stage)));
    CHECK(code_of(batch) == Errc::bad_upstream);
  }
}

void rejected_searches(Stage& stage) {
  const std::string envelope = R"({"error":"[UNSUPPORTED_VALUE] cannot parse"})";
  stage.script().next("/advancedsearch.php", json_answer(envelope));
  CHECK(code_of(ask_search(stage)) == Errc::invalid);
  stage.script().next("/advancedsearch.php", json_answer(envelope, 400));
  CHECK(code_of(ask_search(stage)) == Errc::invalid);
  stage.script().next("/advancedsearch.php", {.status = 400, .body = "<html>"});
  CHECK(code_of(ask_search(stage)) == Errc::bad_upstream);

  const auto before = stage.script().requests().size();
  SearchQuery too_deep{.query = recordings(), .page = 300, .rows = 50};
  const auto page = stage.wait_for(stage.archive().search(std::move(too_deep), soon(stage)));
  CHECK(code_of(page) == Errc::invalid);
  CHECK(stage.script().requests().size() == before);
}

Result<Picture> ask_picture(Stage& stage) {
  return stage.wait_for(stage.archive().picture(concert, soon(stage)));
}

void pictures(Stage& stage) {
  const std::string jpeg = "\xff\xd8\xff and so on";
  stage.script().next("/services/img/", {.headers = {{"Content-Type", "text/html"}}, .body = jpeg});
  const auto picture = ask_picture(stage);
  REQUIRE(picture);
  CHECK(picture->type == "image/jpeg");
  CHECK(picture->bytes == jpeg);
  stage.script().next("/services/img/", {.body = "<svg onload='alert(1)'/>"});
  CHECK(code_of(ask_picture(stage)) == Errc::bad_upstream);
  stage.script().next("/services/img/", {.body = jpeg + std::string(most_picture_bytes, 'x')});
  CHECK(code_of(ask_picture(stage)) == Errc::bad_upstream);
  stage.script().next("/services/img/", {.status = 404});
  CHECK(code_of(ask_picture(stage)) == Errc::not_found);
}

void garbage(Stage& stage) {
  stage.script().next("/metadata/", {.body = "<html>Internet Archive: down</html>"});
  CHECK(code_of(ask_item(stage)) == Errc::bad_upstream);
  stage.script().next("/metadata/", json_answer(R"({"metadata":{"identifier":"gd19)"));
  CHECK(code_of(ask_item(stage)) == Errc::bad_upstream);
  stage.script().next("/metadata/", json_answer(""));
  CHECK(code_of(ask_item(stage)) == Errc::bad_upstream);
  stage.script().next("/advancedsearch.php", {.body = "<html>"});
  CHECK(code_of(ask_search(stage)) == Errc::bad_upstream);
}

void cut_lookup(Stage& stage) {
  auto answer = json_answer(R"({"metadata":{}})");
  answer.drops_after = 5;
  stage.script().next("/metadata/", answer);
  CHECK(code_of(ask_item(stage)) == Errc::unavailable);
}

void failing_server(Stage& stage) {
  for (const unsigned status : {500U, 502U, 504U}) {
    stage.script().next("/metadata/", {.status = status, .body = "<html>"});
    CHECK(code_of(ask_item(stage)) == Errc::unavailable);
  }
}

void patience_asked_for(Stage& stage) {
  stage.script().next("/metadata/", {.status = 429, .headers = {{"Retry-After", "600"}}});
  const auto refused = ask_item(stage);
  CHECK(code_of(refused) == Errc::rate_limited);
  CHECK(refused.error().retry_after == 600s);

  const auto again = ask_item(stage);
  CHECK(code_of(again) == Errc::rate_limited);
  REQUIRE(again.error().retry_after);
  CHECK(*again.error().retry_after > 590s);
  CHECK(stage.script().requests().size() == 1);
}

void silent_lookup(Stage& stage) {
  stage.script().next("/metadata/", {.stalls_after = 0});
  const auto deadline = Deadline::in(stage.clock(), 100ms);
  CHECK(code_of(stage.wait_for(stage.archive().item(concert, deadline))) == Errc::timed_out);
  CHECK(deadline.passed(stage.clock()));
}

void whole_file(Stage& stage) {
  stage.script().file("d1t01.flac", 300'000);
  MemorySink sink;
  const auto fetched = fetch(stage, request_for("d1t01.flac"), sink);
  REQUIRE(fetched);
  CHECK(fetched->complete);
  CHECK(fetched->bytes == 300'000);
  CHECK(fetched->total == 300'000U);
  CHECK(sink.kept == stage.script().content("d1t01.flac"));
  REQUIRE(sink.starts.size() == 1);
  CHECK(sink.starts[0].total == 300'000U);
  CHECK_FALSE(sink.starts[0].etag.empty());
  REQUIRE(sink.starts[0].modified);
  CHECK(to_text(*sink.starts[0].modified) == "1977-05-08T20:00:00.000Z");
}

void dropped_and_resumed(Stage& stage) {
  stage.script().file("d1t01.flac", 1'000).drops_after(700).then_serves_the_rest();
  MemorySink sink;
  const auto first = fetch(stage, request_for("d1t01.flac"), sink);
  REQUIRE(first);
  CHECK_FALSE(first->complete);
  CHECK(first->bytes == 700);

  auto rest = request_for("d1t01.flac", 700);
  rest.if_match = sink.starts.back().etag;
  const auto second = fetch(stage, std::move(rest), sink);
  REQUIRE(second);
  CHECK(second->complete);
  CHECK(second->bytes == 300);
  CHECK(sink.starts.back().first == 700);
  CHECK(sink.kept == stage.script().content("d1t01.flac"));
  CHECK(stage.script().ranges("d1t01.flac") == Ranges{"", "bytes=700-"});
}

void changed_file(Stage& stage) {
  stage.script().file("d1t01.flac", 1'000).drops_after(700).becomes_another_file();
  MemorySink sink;
  REQUIRE(fetch(stage, request_for("d1t01.flac"), sink));
  auto rest = request_for("d1t01.flac", 700);
  rest.if_match = sink.starts.back().etag;
  const auto fetched = fetch(stage, std::move(rest), sink);
  REQUIRE(fetched);
  CHECK(fetched->complete);
  CHECK(sink.starts.back().first == 0);
  CHECK(sink.kept == stage.script().content("d1t01.flac"));
}

void range_ignored(Stage& stage) {
  stage.script().file("d1t01.flac", 1'000).ignores_the_range();
  MemorySink sink;
  sink.kept = std::string(700, 'x');
  const auto fetched = fetch(stage, request_for("d1t01.flac", 700), sink);
  REQUIRE(fetched);
  CHECK(fetched->bytes == 1'000);
  CHECK(sink.starts.back().first == 0);
  CHECK(sink.kept == stage.script().content("d1t01.flac"));
}

void wrong_range(Stage& stage) {
  stage.script().file("d1t01.flac", 1'000).begins_too_late();
  MemorySink sink;
  CHECK(code_of(fetch(stage, request_for("d1t01.flac", 700), sink)) == Errc::bad_upstream);
  CHECK(sink.starts.empty());
  CHECK(sink.writes == 0);
}

void nothing_left(Stage& stage) {
  stage.script().file("d1t01.flac", 1'000);
  MemorySink sink;
  const auto fetched = fetch(stage, request_for("d1t01.flac", 1'000), sink);
  REQUIRE(fetched);
  CHECK(fetched->complete);
  CHECK(fetched->bytes == 0);
  CHECK(fetched->total == 1'000U);
  CHECK(sink.starts.empty());

  CHECK(code_of(fetch(stage, request_for("d1t01.flac", 1'001), sink)) == Errc::conflict);
}

void silent_transfer(Stage& stage) {
  stage.script().file("d1t01.flac", 1'000).stalls_after(400);
  MemorySink sink;
  const auto fetched = fetch(stage, request_for("d1t01.flac"), sink, 2s);
  REQUIRE(fetched);
  CHECK_FALSE(fetched->complete);
  CHECK(fetched->bytes == 400);
}

void short_file(Stage& stage) {
  stage.script().next("/download/", {.body = "short", .says_length = 1'000});
  MemorySink sink;
  const auto fetched = fetch(stage, request_for("d1t01.flac"), sink);
  REQUIRE(fetched);
  CHECK_FALSE(fetched->complete);
  CHECK(fetched->bytes == 5);
}

void withheld_files(Stage& stage) {
  stage.script().file("d1t01.flac", 1'000).is_private();
  MemorySink sink;
  CHECK(code_of(fetch(stage, request_for("d1t01.flac"), sink)) == Errc::forbidden);
  CHECK(code_of(fetch(stage, request_for("none.flac"), sink)) == Errc::not_found);
  CHECK(sink.starts.empty());
}

void full_disk(Stage& stage) {
  stage.script().file("d1t01.flac", 300'000);
  MemorySink sink;
  sink.full_at = 100'000;
  CHECK(code_of(fetch(stage, request_for("d1t01.flac"), sink)) == Errc::storage_full);
  CHECK(sink.kept.size() <= 100'000);
}

void odd_names(Stage& stage) {
  for (const std::string name : {"01 #9 Dream.mp3", "100% live?.mp3", "disc 1/Bj\xc3\xb6rk's.mp3",
                                 "a&b=c+d;e.mp3", "China Cat > Rider.mp3"}) {
    CAPTURE(name);
    stage.script().file(name, 100);
    MemorySink sink;
    const auto fetched = fetch(stage, request_for(name), sink);
    REQUIRE(fetched);
    CHECK(sink.kept == stage.script().content(name));
  }
}

/// Tells when as much has come as the test waits for.
class WatchedSink final : public Sink {
 public:
  WatchedSink(async::Executor home, std::size_t enough) : enough_(home), bytes_(enough) {}

  Task<Result<void>> begin(FetchStart) override { co_return Result<void>(); }

  Task<Result<void>> write(std::span<const std::byte> bytes) override {
    kept_ += bytes.size();
    if (kept_ >= bytes_) enough_.announce();
    co_return Result<void>();
  }

  Task<void> wait_for_enough() {
    while (kept_ < bytes_) {
      auto woken = co_await enough_.wait();
      if (!woken) co_return;
    }
  }

  [[nodiscard]] std::size_t kept() const { return kept_; }

 private:
  async::Event enough_;
  std::size_t bytes_;
  std::size_t kept_ = 0;
};

Task<void> note_end(Archive& archive, Sink& sink, Patience patience, std::optional<Errc>& end) {
  auto request = request_for("d1t01.flac");
  auto fetched = co_await archive.fetch(std::move(request), sink, patience);
  end = fetched ? Errc::internal : fetched.error().code;
}

Task<void> cancel_at_400_bytes(Stage& stage, std::size_t& kept, std::optional<Errc>& end) {
  auto home = co_await boost::asio::this_coro::executor;
  WatchedSink sink(home, 400);
  async::TaskGroup group(home);
  const Patience patience{.begin_by = soon(stage), .idle = 1h};
  group.spawn(note_end(stage.archive(), sink, patience, end));
  co_await sink.wait_for_enough();
  group.cancel();
  co_await group.join();
  kept = sink.kept();
}

void cancelled_calls(Stage& stage) {
  stage.script().file("d1t01.flac", 1'000).stalls_after(400).stalls_after(400);
  const auto before = stage.clock().ticks();
  for (int i = 0; i < 2; ++i) {
    std::size_t kept = 0;
    std::optional<Errc> end;
    stage.run(cancel_at_400_bytes(stage, kept, end));
    CHECK(kept == 400);
    // Nothing when the cancellation met no wait: the next one throws (async/task.hpp).
    CHECK(end.value_or(Errc::cancelled) == Errc::cancelled);
  }
  CHECK(stage.clock().ticks() - before < 1h);

  // Both places among the transfers are free again.
  MemorySink other;
  CHECK(fetch(stage, request_for("d1t01.flac"), other));
}

// clang-format off
constexpr auto promises = std::to_array<Promise>({
    {"an item comes with its files and their digests",                item_with_its_files},
    {"an item that is missing or dark is not found",                  missing_items},
    {"searches and scrapes give what they found",                     search_and_scrape},
    {"a search that breaks a rule is the searcher's error",           rejected_searches},
    {"a scrape that is rejected is the Archive's",                    rejected_scrapes},
    {"a picture is one by its bytes, whatever is said of it",         pictures},
    {"an answer that cannot be read is bad_upstream",                 garbage},
    {"a lookup whose answer breaks off is unavailable",               cut_lookup},
    {"a failing server is unavailable",                               failing_server},
    {"who is asked for patience asks no more until then",             patience_asked_for},
    {"a lookup that nobody answers ends by its deadline",             silent_lookup},
    {"a file comes whole and in order",                               whole_file},
    {"a dropped fetch goes on where it ended",                        dropped_and_resumed},
    {"a file that has changed begins anew",                           changed_file},
    {"a node that ignores the range begins anew",                     range_ignored},
    {"a range that begins elsewhere is refused before any byte",      wrong_range},
    {"what lies behind the last byte is nothing, or a conflict",      nothing_left},
    {"a transfer that falls silent ends with what came",              silent_transfer},
    {"a body shorter than it said ends with what came",               short_file},
    {"withheld and missing files are refused",                        withheld_files},
    {"a sink's error ends the fetch and comes back",                  full_disk},
    {"names with signs in them arrive as they are",                   odd_names},
    {"a cancelled fetch ends at once and leaves its place",           cancelled_calls},
});
// clang-format on

}  // namespace

std::span<const Promise> archive_promises() { return promises; }

}  // namespace tapedeck::test
