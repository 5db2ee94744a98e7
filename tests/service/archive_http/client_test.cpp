#include "archive/answers.hpp"
#include "async/task_group.hpp"
#include "async/use_task.hpp"
#include "async/within.hpp"
#include "real_stage.hpp"
#include "support/memory_sink.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <doctest/doctest.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <string>
#include <utility>

using namespace tapedeck;
using namespace tapedeck::archive;
using namespace std::chrono_literals;

namespace {

const ItemIdentifier show = *ItemIdentifier::parse("dcb1977-05-08.early");
const std::string metadata = R"({"metadata":{"identifier":"dcb1977-05-08.early"},"files":[]})";

Result<Item> item_from(test::Stage& stage) {
  return stage.wait_for(stage.archive().item(show, Deadline::in(stage.clock(), 20s)));
}

Result<Fetched> file_from(test::Stage& stage, std::string_view name, Sink& sink) {
  FetchRequest request{.item = show, .file = *FileName::parse(name)};
  const Patience patience{.begin_by = Deadline::in(stage.clock(), 20s), .idle = 10s};
  return stage.wait_for(stage.archive().fetch(std::move(request), sink, patience));
}

std::string gzipped(std::string_view text) {
  z_stream stream{};
  deflateInit2(&stream, Z_BEST_SPEED, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY);
  std::string packed(deflateBound(&stream, static_cast<uLong>(text.size())), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  deflate(&stream, Z_FINISH);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  return packed;
}

test::ScriptedAnswer gzip_answer(std::string body) {
  return {.headers = {{"Content-Encoding", "gzip"}}, .body = std::move(body)};
}

test::ScriptedAnswer redirect_to(std::string place) {
  return {.status = 302, .headers = {{"Location", std::move(place)}}};
}

/// A port on which nobody listens: it was free a moment ago.
std::string closed_port() {
  test::ArchiveScript script;
  const test::ScriptedServer gone(script);
  return gone.url();
}

}  // namespace

TEST_CASE("the Archive is told who asks and whom to write to") {
  test::RealStage stage;
  stage.script().always("/metadata/", test::json_answer(metadata));
  CHECK(item_from(stage));
  REQUIRE(stage.script().requests().size() == 1);
  CHECK(stage.script().requests()[0].user_agent == "Tapedeck/1.0 (+mailto:taper@example.org)");
  CHECK(stage.script().requests()[0].accept_encoding == "gzip");
}

TEST_CASE("the bytes of a file are never asked for compressed") {
  test::RealStage stage;
  stage.script().file("d1t01.flac", 10);
  test::MemorySink sink;
  CHECK(file_from(stage, "d1t01.flac", sink));
  CHECK(stage.script().requests().back().accept_encoding.empty());
}

TEST_CASE("a compressed answer is unpacked") {
  test::RealStage stage;
  stage.script().next("/metadata/", gzip_answer(gzipped(metadata)));
  CHECK(item_from(stage));
}

TEST_CASE("an answer that unpacks without end is cut off") {
  test::RealStage stage;
  const auto bomb = gzipped(std::string(most_answer_bytes + 1, ' '));
  CHECK(bomb.size() < 1U << 20U);
  stage.script().next("/metadata/", gzip_answer(bomb));
  const auto item = item_from(stage);
  REQUIRE_FALSE(item);
  CHECK(item.error().code == Errc::bad_upstream);
  CHECK(item.error().message.contains("too long"));
}

TEST_CASE("what is no HTTP is an answer that cannot be read") {
  struct Case {
    std::string_view why;
    test::ScriptedAnswer answer;
  };
  std::string endless = "HTTP/1.1 200 OK\r\n";
  for (int i = 0; i < 5'000; ++i)
    endless += "X-Filler-" + std::to_string(i) + ": 0123456789\r\n";
  // clang-format off
  const auto cases = std::to_array<Case>({
      {"HTTP/0.9",                {.raw = "<html>hello</html>"}},
      {"another protocol",        {.raw = "SSH-2.0-OpenSSH_9.2\r\n"}},
      {"random bytes",            {.raw = std::string("\x16\x03\x01\x00\xff\x00\x00", 7)}},
      {"endless headers",         {.raw = endless + "\r\n{}"}},
      {"one endless header",      {.raw = "HTTP/1.1 200 OK\r\nX: " + std::string(200'000, 'x')}},
      {"no gzip inside",          gzip_answer("this is no gzip at all")},
      {"two lengths",             {.raw = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n"
                                          "Content-Length: 900\r\n\r\n{}"}},
      {"a negative length",       {.raw = "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n{}"}},
      {"a strange chunk",         {.raw = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                                          "zz\r\n{}\r\n0\r\n\r\n"}},
      {"a redirect to nowhere",   {.status = 302}},
  });
  // clang-format on
  for (const auto& c : cases) {
    CAPTURE(c.why);
    test::RealStage stage;
    stage.script().next("/metadata/", c.answer);
    const auto item = item_from(stage);
    REQUIRE_FALSE(item);
    CAPTURE(item.error().detail);
    const bool refused =
        item.error().code == Errc::bad_upstream || item.error().code == Errc::unavailable;
    CHECK(refused);
  }
}

TEST_CASE("an interim answer comes before the real one") {
  test::RealStage stage;
  stage.script().next("/metadata/",
                      {.raw = "HTTP/1.1 103 Early Hints\r\nRetry-After: 5\r\n\r\n"
                              "HTTP/1.1 200 OK\r\nContent-Length: " +
                              std::to_string(metadata.size()) + "\r\n\r\n" + metadata});
  CHECK(item_from(stage));
}

TEST_CASE("a chunked answer without a length is whole when its last chunk has come") {
  test::RealStage stage;
  stage.script().next("/download/", {.raw = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                                            "5\r\nhello\r\n0\r\nX-Trailer: late\r\n\r\n"});
  test::MemorySink sink;
  const auto fetched = file_from(stage, "d1t01.flac", sink);
  REQUIRE(fetched);
  CHECK(fetched->complete);
  CHECK_FALSE(fetched->total);
  CHECK(sink.kept == "hello");

  stage.script().next("/download/", {.raw = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                                            "5\r\nhello\r\n"});
  const auto cut = file_from(stage, "d1t01.flac", sink);
  REQUIRE(cut);
  CHECK_FALSE(cut->complete);
}

TEST_CASE("five redirects are followed, and no more") {
  test::RealStage stage;
  const auto here = stage.server().url();
  for (int i = 1; i <= 5; ++i)
    stage.script().next("/metadata/", redirect_to(here + "/metadata/" + std::to_string(i)));
  stage.script().next("/metadata/", test::json_answer(metadata));
  CHECK(item_from(stage));
  CHECK(stage.script().requests().size() == 6);

  stage.script().always("/metadata/", redirect_to("/metadata/again"));
  const auto item = item_from(stage);
  REQUIRE_FALSE(item);
  CHECK(item.error().code == Errc::bad_upstream);
  CHECK(stage.script().requests().size() == 12);
}

TEST_CASE("a redirect leads only to the Archive") {
  const auto places = std::to_array<std::string>({
      "https://example.org/metadata/x",
      "https://archive.org.example.org/x",
      "https://notarchive.org/x",
      "http://archive.org/metadata/x",
      "http://10.0.0.1/x",
      "http://169.254.169.254/latest/meta-data/",
      "https://192.168.1.1/x",
      "https://archive.org@127.0.0.1/x",
      "https://user:secret@archive.org/x",
      "https://archive.org:8443/x",
      "file:///etc/passwd",
      "ftp://archive.org/x",
      "gopher://archive.org/x",
      "dict://127.0.0.1:6379/x",
      "javascript:alert(1)",
  });
  for (const auto& place : places) {
    CAPTURE(place);
    test::RealStage stage;
    stage.script().next("/metadata/", redirect_to(place));
    const auto item = item_from(stage);
    REQUIRE_FALSE(item);
    CHECK(item.error().code == Errc::bad_upstream);
    CHECK(stage.script().requests().size() == 1);
  }
}

TEST_CASE("an address of this machine is not connected to, whatever name it has") {
  test::ArchiveScript script;
  const test::ScriptedServer server(script);
  const auto port = std::to_string(server.port());
  SystemClock clock;
  async::Pool compute("compute", 1, 8);
  async::LoopThread home("home");
  for (const std::string host : {"127.0.0.1", "localhost", "[::1]"}) {
    CAPTURE(host);
    Limiter limiter(clock, {}, 1977);
    HttpArchive archive({.base_url = "https://" + host + ":" + port, .user_agent = "Tapedeck/1"},
                        limiter, clock, compute);
    test::MemorySink sink;
    FetchRequest request{.item = show, .file = *FileName::parse("a.flac")};
    const Patience patience{.begin_by = Deadline::in(clock, 20s)};
    const auto fetched =
        async::await(home.executor(), archive.fetch(std::move(request), sink, patience));
    REQUIRE_FALSE(fetched);
    CHECK(fetched.error().code == Errc::bad_upstream);
  }
  CHECK(server.connections() == 0);
}

TEST_CASE("an Archive whose port is closed cannot be reached, and is then left alone") {
  test::RealStage stage(closed_port());
  const auto first = item_from(stage);
  REQUIRE_FALSE(first);
  CHECK(first.error().code == Errc::unavailable);
  CHECK(stage.limiter().standing().cut_off_for > 50s);
  const auto second = item_from(stage);
  REQUIRE_FALSE(second);
  REQUIRE(second.error().retry_after);
  CHECK(*second.error().retry_after > 50s);
}

TEST_CASE("a dead data node is no reason to leave the Archive alone") {
  test::RealStage stage;
  stage.script().next("/metadata/", redirect_to(closed_port() + "/metadata/x"));
  const auto item = item_from(stage);
  REQUIRE_FALSE(item);
  CHECK(item.error().code == Errc::unavailable);
  CHECK(stage.limiter().standing().cut_off_for == 0s);
  stage.script().next("/metadata/", test::json_answer(metadata));
  CHECK(item_from(stage));
}

TEST_CASE("settings that would make the client talk to somebody else are refused at the start") {
  SystemClock clock;
  Limiter limiter(clock, {}, 1977);
  async::Pool compute("compute", 1, 8);
  const auto make = [&](std::string url, bool loopback) {
    const HttpArchive archive(
        {.base_url = std::move(url), .user_agent = "Tapedeck/1", .allow_loopback = loopback},
        limiter, clock, compute);
  };
  CHECK_THROWS_AS(make("http://archive.org", false), std::invalid_argument);
  CHECK_THROWS_AS(make("http://127.0.0.1:1", false), std::invalid_argument);
  CHECK_THROWS_AS(make("https://archive.org/", false), std::invalid_argument);
  CHECK_THROWS_AS(make("http://example.org", true), std::invalid_argument);
  CHECK_THROWS_AS(make("archive.org", false), std::invalid_argument);
  CHECK_NOTHROW(make("https://archive.org", false));
  CHECK_NOTHROW(make("http://127.0.0.1:1", true));

  CHECK(make_user_agent("1.2", "") == "Tapedeck/1.2");
  CHECK_THROWS_AS(static_cast<void>(make_user_agent("1.2", "me\r\nX-Injected: 1")),
                  std::invalid_argument);
  CHECK_THROWS_AS(static_cast<void>(make_user_agent("1.2", std::string(201, 'a'))),
                  std::invalid_argument);
}

namespace {

/// A disk slower than the network: others get many turns before it has written a piece.
class SlowSink final : public Sink {
 public:
  Task<Result<void>> begin(FetchStart) override { co_return Result<void>(); }

  Task<Result<void>> write(std::span<const std::byte> bytes) override {
    largest = std::max(largest, bytes.size());
    kept.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    auto home = co_await boost::asio::this_coro::executor;
    for (int turn = 0; turn < 50; ++turn)
      co_await boost::asio::post(home, async::use_task);
    co_return Result<void>();
  }

  std::string kept;
  std::size_t largest = 0;
};

}  // namespace

namespace {

/// Takes nothing for a while, and then all.
class LateSink final : public Sink {
 public:
  LateSink(Clock& clock, std::chrono::milliseconds late) : clock_(clock), late_(late) {}

  Task<Result<void>> begin(FetchStart) override { co_return Result<void>(); }

  Task<Result<void>> write(std::span<const std::byte> bytes) override {
    const auto late = std::exchange(late_, std::chrono::milliseconds{0});
    auto waited = co_await clock_.sleep_for(late);
    if (!waited) co_return failure(waited);
    count += bytes.size();
    largest = std::max(largest, bytes.size());
    co_return Result<void>();
  }

  std::size_t count = 0;
  std::size_t largest = 0;

 private:
  Clock& clock_;
  std::chrono::milliseconds late_;
};

}  // namespace

TEST_CASE("a sink that takes nothing for longer than the Archive may be silent is waited for") {
  test::RealStage stage;
  stage.script().file("d1t01.flac", 24U << 20U);
  // Long enough for a busy machine, whose loopback may be silent for a while, too.
  LateSink sink(stage.clock(), 6s);
  FetchRequest request{.item = show, .file = *FileName::parse("d1t01.flac"), .ahead = 64U << 10U};
  const Patience patience{.begin_by = Deadline::in(stage.clock(), 20s), .idle = 4s};
  const auto fetched = stage.wait_for(stage.archive().fetch(std::move(request), sink, patience));
  REQUIRE(fetched);
  CHECK(fetched->complete);
  CHECK(sink.count == 24U << 20U);
  CHECK(sink.largest <= 2 * (64U << 10U));
}

TEST_CASE("a slow disk slows the network and memory stays bounded") {
  test::RealStage stage;
  stage.script().file("d1t01.flac", 24U << 20U);
  SlowSink sink;
  const auto fetched = file_from(stage, "d1t01.flac", sink);
  REQUIRE(fetched);
  CHECK(fetched->complete);
  CHECK(sink.largest <= (1U << 20U) + (16U << 10U));
  CHECK(sink.kept == stage.script().content("d1t01.flac"));
}

namespace {

Task<void> fetch_and_give_up(test::Stage& stage, std::chrono::microseconds after, int& ended) {
  test::MemorySink sink;
  FetchRequest request{.item = show, .file = *FileName::parse("d1t01.flac")};
  const Patience patience{.begin_by = Deadline::in(stage.clock(), 20s), .idle = 10s};
  const auto limit = Deadline::in(stage.clock(), after);
  auto task = stage.archive().fetch(std::move(request), sink, patience);
  auto result = co_await async::within(stage.clock(), limit, std::move(task));
  if (result || result.error().code == Errc::timed_out) ++ended;
}

Task<void> many_at_once(test::Stage& stage, async::Executor home, int& ended) {
  async::TaskGroup group(home);
  for (int i = 0; i < 40; ++i)
    group.spawn(fetch_and_give_up(stage, std::chrono::microseconds{i * 500}, ended));
  co_await group.join();
}

}  // namespace

TEST_CASE("fetches may be given up at any moment") {
  test::RealStage stage;
  stage.script().file("d1t01.flac", 4U << 20U);
  int ended = 0;
  stage.run(many_at_once(stage, stage.home(), ended));
  CHECK(ended == 40);
  CHECK(stage.limiter().standing().running[1] == 0);
}

TEST_CASE("several loops share one client") {
  test::RealStage stage;
  stage.script().file("d1t01.flac", 1U << 20U);
  stage.script().always("/metadata/", test::json_answer(metadata));
  std::vector<std::thread> services;
  std::atomic<int> whole{0};
  for (int i = 0; i < 3; ++i) {
    services.emplace_back([&] {
      async::LoopThread home("service");
      test::MemorySink sink;
      FetchRequest request{.item = show, .file = *FileName::parse("d1t01.flac")};
      const Patience patience{.begin_by = Deadline::in(stage.clock(), 60s), .idle = 10s};
      const auto fetched =
          async::await(home.executor(), stage.archive().fetch(std::move(request), sink, patience));
      if (fetched && fetched->complete && sink.kept.size() == 1U << 20U) ++whole;
    });
  }
  for (auto& service : services)
    service.join();
  CHECK(whole == 3);
}
