#include "service/http/served.hpp"

#include "async/task_group.hpp"
#include "http/detail/handover.hpp"
#include "http/problem.hpp"

#include <boost/asio/this_coro.hpp>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <utility>

namespace tapedeck::test {

using namespace std::chrono_literals;
using http::Access;
using http::Request;
using http::Response;
using http::Verb;

namespace {

Task<Result<Response>> hello(Stage&, Request) {
  co_return http::json(R"({"message":"hello","id":42,"items":[1,2,3]})");
}

// What the server understood, for tests to look at.
Task<Result<Response>> echo(Stage&, Request request) {
  std::string text = request.body().empty() ? "" : std::string(request.body());
  for (const auto& [name, value] : request.parameters())
    text += name + "=" + value + ";";
  co_return http::text(std::move(text), "text/plain");
}

Task<Result<Response>> part(Stage&, Request request) {
  co_return http::text(std::string(request.path_part("name")), "text/plain");
}

Task<Result<Response>> file(Stage& stage, Request request) {
  auto body = http::FileBody::open(stage.folder + "/" + std::string(request.path_part("name")));
  if (!body) co_return failure(body);
  body->read_by(stage.disk);
  co_return http::file(std::move(*body), "audio/flac");
}

Task<Result<Response>> page(Stage& stage, Request request) {
  co_return stage.pages.answer(request, request.path_part("path"));
}

Task<Result<Response>> tagged(Stage&, Request) {
  co_return http::json("{}").with("ETag", "\"seven\"");
}

// An answer that has everything a handler must not decide.
Task<Result<Response>> meddling(Stage&, Request) {
  co_return http::json("{}")
      .with("Content-Length", "99")
      .with("Transfer-Encoding", "chunked")
      .with("Connection", "keep-alive")
      .with("X-Request-Id", "my-own-request-id")
      .with("Referrer-Policy", "origin");
}

Task<Result<Response>> broken(Stage&, Request) {
  throw std::logic_error("a bug");
  co_return http::no_content();
}

Task<Result<Response>> refused(Stage&, Request) {
  co_return fail_until(Errc::unavailable, "The Archive is away.", 1500ms, "it said 503");
}

Task<Result<Response>> slow(Stage& stage, Request) {
  auto slept = co_await stage.clock.sleep_for(300ms);
  if (!slept) co_return failure(slept);
  co_return http::json("{}");
}

Task<Result<Response>> stuck(Stage& stage, Request) {
  auto slept = co_await stage.clock.sleep_for(1h);
  if (!slept) co_return failure(slept);
  co_return http::json("{}");
}

Task<void> nap(Stage& stage) { co_await stage.clock.sleep_for(1ms); }

// Asks two at once and waits for both.
Task<Result<Response>> gathered(Stage& stage, Request) {
  async::TaskGroup asking(co_await boost::asio::this_coro::executor);
  asking.spawn(nap(stage));
  asking.spawn(nap(stage));
  co_await asking.join();
  co_return http::json("{}");
}

Task<Result<Response>> big(Stage&, Request) {
  co_return http::text(std::string(8 * 1024 * 1024, 'x'), "text/plain");
}

/// Events that never end, unless the server stops.
class Endless final : public http::BodySource {
 public:
  explicit Endless(Clock& clock) : clock_(clock) {}

  Task<Result<void>> send(http::BodyWriter& writer) override {
    while (!stopped_) {
      std::string piece = "tick\n";
      auto written = co_await writer.write(std::move(piece));
      if (!written) co_return failure(written);
      auto slept = co_await clock_.sleep_for(5ms);
      if (!slept) co_return failure(slept);
    }
    std::string last = "goodbye\n";
    co_return co_await writer.write(std::move(last));
  }

  void stop() override { stopped_ = true; }

 private:
  Clock& clock_;
  bool stopped_ = false;
};

Task<Result<Response>> endless(Stage& stage, Request) {
  co_return http::stream(std::make_unique<Endless>(stage.clock), "text/plain");
}

Task<Result<Response>> late(Stage& stage, Request) {
  auto slept = co_await stage.clock.sleep_for(300ms);
  if (!slept) co_return failure(slept);
  co_return http::stream(std::make_unique<Endless>(stage.clock), "text/plain");
}

/// Throws in the middle of an answer.
class Throwing final : public http::BodySource {
 public:
  Task<Result<void>> send(http::BodyWriter& writer) override {
    std::string piece = "half of ";
    auto written = co_await writer.write(std::move(piece));
    if (!written) co_return failure(written);
    throw std::logic_error("a bug in a stream");
  }
};

Task<Result<Response>> throwing(Stage&, Request) {
  co_return http::stream(std::make_unique<Throwing>(), "text/plain");
}

/// Speaks upside down: answers every line with itself, backwards.
class Backwards final : public http::Takeover {
 public:
  std::optional<Response> refusal(const Request& request) override {
    if (request.header("Upgrade") == "backwards") return std::nullopt;
    return http::protocol_problem(426, "Ask with Upgrade: backwards.", request.id());
  }

  Task<void> run(http::detail::Handover& handover) override {
    std::string hello = "HTTP/1.1 101 Switching Protocols\r\n\r\n";
    std::string line = std::exchange(handover.early, {});
    wire_ = &handover.wire;
    auto wait = co_await wire_->send_all(std::move(hello), 0, handover.write_stall);
    while (wait == http::detail::Wait::ready && !stopped_) {
      if (line.ends_with('\n')) {
        std::string turned(line.rbegin() + 1, line.rend());
        line.clear();
        turned += '\n';
        wait = co_await wire_->send_all(std::move(turned), 0, handover.write_stall);
        continue;
      }
      wire_->grant(handover.write_stall);
      wait = co_await wire_->readable();
      const auto fresh = wire_->receive();
      if (!fresh) break;
      line += *fresh;
    }
    std::string bye = "eybdoog\n";
    if (stopped_) co_await wire_->send_all(std::move(bye), 0, handover.write_stall);
  }

  void stop() override {
    stopped_ = true;
    wire_->interrupt();
  }

 private:
  http::detail::Wire* wire_ = nullptr;
  bool stopped_ = false;
};

Task<Result<Response>> backwards(Stage&, Request) {
  std::unique_ptr<http::Takeover> takeover = std::make_unique<Backwards>();
  co_return Response(101).with_body(std::move(takeover));
}

class Counting final : public http::BodySource {
 public:
  explicit Counting(int breaks_at) : breaks_at_(breaks_at) {}

  Task<Result<void>> send(http::BodyWriter& writer) override {
    for (int i = 0; i < 100; ++i) {
      if (i == breaks_at_) co_return fail(Errc::bad_upstream, "The other side broke off.");
      std::string piece = std::to_string(i) + ",";
      auto written = co_await writer.write(std::move(piece));
      if (!written) co_return failure(written);
    }
    co_return Result<void>();
  }

 private:
  int breaks_at_;
};

Task<Result<Response>> count(Stage&, Request) {
  co_return http::stream(std::make_unique<Counting>(-1), "text/plain");
}

Task<Result<Response>> count_and_break(Stage&, Request) {
  co_return http::stream(std::make_unique<Counting>(50), "text/plain");
}

Task<Result<Response>> count_too_little(Stage&, Request) {
  co_return http::stream(std::make_unique<Counting>(-1), "text/plain", 1'000'000);
}

// clang-format off
constexpr auto rows = std::to_array<http::Route<Stage>>({
    {Verb::get,  "/hello",            Access::open, hello,            {.summary = "Say hello"}},
    {Verb::get,  "/secret",           Access::user, hello,            {.summary = "Say it to users"}},
    {Verb::get,  "/echo",             Access::open, echo,             {.summary = "Give parameters back"}},
    {Verb::post, "/echo",             Access::open, echo,             {.summary = "Give the body back"}},
    {Verb::post, "/json",             Access::open, echo,             {.summary = "Take JSON", .body = json::schema_of<std::string>}},
    {Verb::get,  "/parts/{name}",     Access::open, part,             {.summary = "Give a segment back"}},
    {Verb::get,  "/rest/{name...}",   Access::open, part,             {.summary = "Give the rest back"}},
    {Verb::get,  "/files/{name}",     Access::open, file,             {.summary = "Send a file"}},
    {Verb::get,  "/app/{path...}",    Access::open, page,             {.summary = "Send the web app"}},
    {Verb::get,  "/tagged",           Access::open, tagged,           {.summary = "Say a tag"}},
    {Verb::get,  "/meddling",         Access::open, meddling,         {.summary = "Meddle with framing"}},
    {Verb::get,  "/endless",          Access::open, endless,          {.summary = "Stream for ever"}},
    {Verb::get,  "/throwing",         Access::open, throwing,         {.summary = "Throw in a stream"}},
    {Verb::get,  "/backwards",        Access::open, backwards,        {.summary = "Speak backwards"}},
    {Verb::get,  "/broken",           Access::open, broken,           {.summary = "Throw"}},
    {Verb::get,  "/refused",          Access::open, refused,          {.summary = "Fail"}},
    {Verb::get,  "/slow",             Access::open, slow,             {.summary = "Take 300 ms"}},
    {Verb::post, "/slow",             Access::open, slow,             {.summary = "Take a body and 300 ms"}},
    {Verb::get,  "/gathered",         Access::open, gathered,         {.summary = "Ask two at once"}},
    {Verb::get,  "/late",             Access::open, late,             {.summary = "Take 300 ms, then stream for ever"}},
    {Verb::get,  "/stuck",            Access::open, stuck,            {.summary = "Take an hour"}},
    {Verb::get,  "/big",              Access::open, big,              {.summary = "Send 8 MiB"}},
    {Verb::get,  "/count",            Access::open, count,            {.summary = "Stream"}},
    {Verb::get,  "/count/break",      Access::open, count_and_break,  {.summary = "Stream and break"}},
    {Verb::get,  "/count/too-little", Access::open, count_too_little, {.summary = "Stream too little"}},
});
// clang-format on

std::string make_folder() {
  std::string name = (std::filesystem::temp_directory_path() / "tapedeck-http-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no folder for the test");
  std::ofstream(name + "/digits", std::ios::binary) << "0123456789";
  std::ofstream(name + "/empty", std::ios::binary) << "";
  std::filesystem::create_directories(name + "/app/assets/.git");
  std::ofstream(name + "/app/index.html") << "<!doctype html><title>Tapedeck</title>";
  std::ofstream(name + "/app/theme.js") << "// plain";
  std::ofstream(name + "/app/assets/index-DiwrgTda.js") << "// plain hashed";
  std::ofstream(name + "/app/assets/index-DiwrgTda.js.br") << "packed by brotli";
  std::ofstream(name + "/app/assets/index-DiwrgTda.js.gz") << "packed by gzip";
  std::ofstream(name + "/app/assets/.git/config") << "secret";
  std::ofstream(name + "/app/.env") << "secret";
  std::ofstream(name + "/app/lonely.css.br") << "packed and nothing else";
  std::filesystem::create_symlink("/etc/passwd", name + "/app/passwd.txt");
  std::filesystem::create_directory(name + "/folder");
  std::string large(3 * 1024 * 1024, '\0');
  for (std::size_t i = 0; i < large.size(); ++i)
    large[i] = static_cast<char>(i * 7 + i / 251);
  std::ofstream(name + "/large", std::ios::binary) << large;
  std::ofstream(name + "/huge", std::ios::binary) << "";
  std::filesystem::resize_file(name + "/huge", 64 * 1024 * 1024);  // takes no room on the disk
  return name;
}

http::StaticFiles open_pages(const std::string& folder) {
  auto pages = http::StaticFiles::open(folder + "/app", "index.html");
  if (!pages) throw std::runtime_error(pages.error().message);
  return std::move(*pages);
}

Task<Result<std::uint16_t>> open_port(http::Server& server) {
  co_return server.listen(http::Endpoint());
}

Task<std::size_t> count_connections(http::Server& server) { co_return server.connections(); }

}  // namespace

http::Router stage_router(Stage& stage) {
  http::Router router;
  router.add(std::span<const http::Route<Stage>>(rows), stage);
  return router;
}

Served::Served(http::ServerLimits limits) : Served(limits, make_folder()) {}

Served::Served(const http::ServerLimits& limits, const std::string& folder)
    : stage_{clock_, folder, open_pages(folder)} {
  server_ = std::make_unique<http::Server>(loop_.executor(), clock_, limits, stage_router(stage_),
                                           telemetry::Log("test"), metrics_);
  const auto port = async::await(loop_.executor(), open_port(*server_));
  if (!port) throw std::runtime_error(port.error().message);
  port_ = *port;
}

Served::~Served() {
  if (!drained_) drain(5s);
  server_.reset();
  std::filesystem::remove_all(stage_.folder);
}

void Served::drain(std::chrono::milliseconds limit) {
  drained_ = true;
  async::await(loop_.executor(), server_->drain(Deadline::in(clock_, limit)));
}

std::size_t Served::connections() {
  return async::await(loop_.executor(), count_connections(*server_));
}

std::optional<RawAnswer> Served::ask(std::string_view request) const {
  auto connection = client();
  connection.send(request);
  return connection.answer(request.starts_with("HEAD "));
}

}  // namespace tapedeck::test
