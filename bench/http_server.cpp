// What ./dev bench http measures: servers made of libs/http and nothing else, one to a process.
//
//   http_server hello                 GET /hello: a JSON answer built for each request
//   http_server file <path>           GET /file: a file, with Range
//   http_server answer                GET /answer: 20 KB of JSON; logs every request
//   http_server forward <port>        passes everything on to that port; logs every request
//
// Prints the port it has chosen, serves until SIGTERM, and ends when no request is in flight.

#include "async/await.hpp"
#include "async/loop.hpp"
#include "async/pool.hpp"
#include "http/client.hpp"
#include "http/server.hpp"
#include "json/encode.hpp"
#include "json/fields.hpp"
#include "telemetry/log.hpp"
#include "telemetry/metrics.hpp"

#include <signal.h>

#include <cstdio>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tapedeck::bench {

struct Hello {
  std::string message;
  int id = 0;
  std::vector<int> items;
};
BOOST_DESCRIBE_STRUCT(Hello, (), (message, id, items))

}  // namespace tapedeck::bench

namespace {

using namespace tapedeck;
using namespace std::chrono_literals;
using http::Access;
using http::Request;
using http::Response;
using http::Verb;

Task<Result<Response>> hello(Request) {
  const bench::Hello answer{"hello", 42, {1, 2, 3}};
  co_return http::json(json::encode(answer));
}

Task<Result<Response>> send_file(std::string& path, async::Pool& disk, Request) {
  auto body = http::FileBody::open(path);
  if (!body) co_return failure(body);
  body->read_by(disk);
  co_return http::file(std::move(*body), "audio/flac");
}

Task<Result<Response>> answer(std::string& text, Request) { co_return http::json(text); }

Task<Result<Response>> pass_on(http::Client& client, Request request) {
  co_return co_await client.forward(std::move(request));
}

/// As long as the answer to a search with 50 results.
std::string twenty_kilobytes() {
  std::string text = R"({"total":50,"results":[)";
  while (text.size() < 20'000)
    text += R"({"identifier":"gd1977-05-08.sbd.hicks.4982.sbeok.shnf","title":"Barton Hall"},)";
  text.back() = ']';
  return text + "}";
}

struct Served {
  Served(std::string_view what, std::string argument)
      : text(what == "answer" ? twenty_kilobytes() : std::move(argument)),
        client(loop.executor(), clock, http::Origin{"127.0.0.1", port_in(what)}),
        metrics("bench"),
        server(loop.executor(), clock, {}, routes(what), telemetry::Log("bench"), metrics) {}

  [[nodiscard]] std::uint16_t port_in(std::string_view what) const {
    return what == "forward" ? static_cast<std::uint16_t>(std::stoi(text)) : std::uint16_t{1};
  }

  http::Router routes(std::string_view what) {
    http::Router router;
    const auto add = [&](std::string_view pattern, http::BoundHandler handler) {
      const http::RouteInfo row{Verb::get, pattern, Access::catalogue, {.summary = "Measured"}};
      router.add(row, std::move(handler));
    };
    if (what == "hello") add("/hello", hello);
    if (what == "file")
      add("/file", [this](Request r) { return send_file(text, disk, std::move(r)); });
    if (what == "answer") add("/answer", [this](Request r) { return answer(text, std::move(r)); });
    if (what == "forward")
      add("/answer", [this](Request r) { return pass_on(client, std::move(r)); });
    return router;
  }

  Task<Result<std::uint16_t>> listen() {
    const http::Endpoint anywhere;
    co_return server.listen(anywhere);
  }

  std::string text;
  SystemClock clock;
  async::Pool disk{"disk", 2, 256};
  async::LoopThread loop{"bench"};
  http::Client client;
  telemetry::Metrics metrics;
  http::Server server;
};

int serve(std::string_view what, std::string argument) {
  sigset_t stop;
  ::sigemptyset(&stop);
  ::sigaddset(&stop, SIGTERM);
  ::pthread_sigmask(SIG_BLOCK, &stop, nullptr);

  const bool logs = what == "answer" || what == "forward";
  telemetry::set_log_level(logs ? telemetry::Level::info : telemetry::Level::warning);
  Served served(what, std::move(argument));
  const auto port = async::await(served.loop.executor(), served.listen());
  if (!port) return 1;
  std::printf("%u\n", static_cast<unsigned>(*port));
  std::fflush(stdout);

  int signal = 0;
  ::sigwait(&stop, &signal);
  async::await(served.loop.executor(), served.server.drain(Deadline::in(served.clock, 2s)));
  async::await(served.loop.executor(), served.client.close());
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> words(argv + 1, argv + argc);
  if (words.empty()) {
    std::fputs("http_server hello | file <path> | answer | forward <port>\n", stderr);
    return 2;
  }
  return serve(words.front(), words.size() > 1 ? words.at(1) : std::string());
}
