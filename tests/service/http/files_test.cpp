#include "service/http/bad_requests.hpp"
#include "service/http/served.hpp"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <future>
#include <sstream>
#include <thread>
#include <utility>

using namespace tapedeck;
using namespace tapedeck::test;
using namespace std::chrono_literals;

namespace {

std::string ranged(std::string_view path, std::string_view lines) {
  return "GET " + std::string(path) + " HTTP/1.1\r\nHost: x\r\n" + std::string(lines) + "\r\n";
}

std::string content_of(const std::string& path) {
  const std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

/// Makes the kernel forget what it has of the file in memory.
void forget(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  REQUIRE(file >= 0);
  CHECK(::fsync(file) == 0);
  CHECK(::posix_fadvise(file, 0, 0, POSIX_FADV_DONTNEED) == 0);
  ::close(file);
}

Task<Result<void>> wait_on(async::Pool& pool, std::shared_future<void> event) {
  auto wait = [](const std::shared_future<void>& it) { it.wait(); };
  co_return co_await pool.run(wait, std::move(event));
}

}  // namespace

TEST_CASE("a file is sent whole, to its last byte") {
  const Served served;
  const auto answer = served.ask(get("/files/large"));
  REQUIRE(answer);
  CHECK(answer->status == 200);
  CHECK(answer->header("content-type") == "audio/flac");
  CHECK(answer->header("accept-ranges") == "bytes");
  CHECK(answer->header("content-length") == "3145728");
  CHECK(answer->body == content_of(served.folder() + "/large"));
}

TEST_CASE("while the disk takes its time over one file, everything else is answered") {
  Served served;
  const auto path = served.folder() + "/large";
  forget(path);
  std::promise<void> disk_answers;
  async::LoopThread elsewhere{"elsewhere"};
  bool was_busy = false;
  std::thread busy([&] {
    auto answers = disk_answers.get_future().share();
    auto waited = async::await(elsewhere.executor(), wait_on(served.disk(), std::move(answers)));
    was_busy = waited.has_value();
  });
  while (served.disk().load() < 1)
    std::this_thread::yield();

  auto listener = served.client();
  REQUIRE(listener.send(get("/files/large")));
  const auto latest = std::chrono::steady_clock::now() + 30s;
  while (served.disk().load() < 2 && std::chrono::steady_clock::now() < latest)
    std::this_thread::yield();
  CHECK(served.disk().load() == 2);
  const auto meanwhile = served.ask(get("/hello"));
  CHECK((meanwhile && meanwhile->status == 200));

  disk_answers.set_value();
  busy.join();
  CHECK(was_busy);
  const auto answer = listener.answer();
  REQUIRE(answer);
  CHECK(answer->body == content_of(path));
}

TEST_CASE(
    "a file that becomes shorter while it is sent breaks the answer off, and the log says so") {
  Served served;
  auto listener = served.client(4'096);
  REQUIRE(listener.send(get("/files/huge")));
  CHECK(listener.bytes(1'000).size() == 1'000);
  std::filesystem::resize_file(served.folder() + "/huge", 0);
  listener.rest();
  CHECK(listener.was_reset());
  served.drain(5s);  // the request's line is written by then
  CHECK(served.log().count("has become shorter") == 1);
}

TEST_CASE("a file is cut to the Range that was asked for") {
  struct Case {
    std::string_view why, lines;
    int status;
    std::string_view body, content_range;
  };
  // clang-format off
  const auto cases = std::to_array<Case>({
      {"a beginning",              "Range: bytes=0-3\r\n",   206, "0123", "bytes 0-3/10"},
      {"a middle",                 "Range: bytes=3-5\r\n",   206, "345", "bytes 3-5/10"},
      {"an end",                   "Range: bytes=7-\r\n",    206, "789", "bytes 7-9/10"},
      {"the last three",           "Range: bytes=-3\r\n",    206, "789", "bytes 7-9/10"},
      {"everything",               "Range: bytes=0-\r\n",    206, "0123456789", "bytes 0-9/10"},
      {"more than there is",       "Range: bytes=5-500\r\n", 206, "56789", "bytes 5-9/10"},
      {"behind the end",           "Range: bytes=10-\r\n",   416, "", "bytes */10"},
      {"the last none",            "Range: bytes=-0\r\n",    416, "", "bytes */10"},
      {"several",                  "Range: bytes=0-1,4-5\r\n", 200, "0123456789", ""},
      {"two Range fields",         "Range: bytes=0-1\r\nRange: bytes=4-5\r\n", 200, "0123456789", ""},
      {"backwards",                "Range: bytes=5-3\r\n",   200, "0123456789", ""},
      {"another unit",             "Range: seconds=0-3\r\n", 200, "0123456789", ""},
      {"nonsense",                 "Range: bytes=a-b\r\n",   200, "0123456789", ""},
      {"nothing",                  "Range:\r\n",             200, "0123456789", ""},
      {"a number without end",     "Range: bytes=0-99999999999999999999999999\r\n", 206, "0123456789", "bytes 0-9/10"},
      {"an unknown state",         "Range: bytes=0-3\r\nIf-Range: \"other\"\r\n", 200, "0123456789", ""},
      {"a weak state",             "Range: bytes=0-3\r\nIf-Range: W/\"other\"\r\n", 200, "0123456789", ""},
      {"a date for a state",       "Range: bytes=0-3\r\nIf-Range: Sun, 08 May 2095 20:00:00 GMT\r\n", 200, "0123456789", ""},
  });
  // clang-format on
  const Served served;
  for (const auto& c : cases) {
    CAPTURE(c.why);
    auto client = served.client();
    client.send(ranged("/files/digits", c.lines));
    const auto answer = client.answer();
    REQUIRE(answer);
    CHECK(answer->status == c.status);
    if (c.status != 416) CHECK(answer->body == c.body);
    CHECK(answer->header("content-range") == c.content_range);
    client.send(get("/hello"));
    CHECK(client.answer().value().status == 200);
  }
}

TEST_CASE("the parts of a file make up the file") {
  const Served served;
  auto client = served.client();
  const auto whole = content_of(served.folder() + "/large");
  std::string together;
  for (std::size_t at = 0; at < whole.size(); at += 700'001) {
    client.send(ranged("/files/large", "Range: bytes=" + std::to_string(at) + "-" +
                                           std::to_string(at + 700'000) + "\r\n"));
    together += client.answer().value().body;
  }
  CHECK(together == whole);
}

TEST_CASE("a client that has the file is told that it has") {
  const Served served;
  const auto first = served.ask(get("/files/digits"));
  REQUIRE(first);
  const auto tag = first->header("etag");
  CHECK(tag.starts_with("\""));
  const auto ask = [&](const std::string& lines) {
    return served.ask(ranged("/files/digits", lines)).value();
  };
  const auto known = ask("If-None-Match: " + tag + "\r\n");
  CHECK(known.status == 304);
  CHECK(known.header("etag") == tag);
  CHECK(known.header("content-length").empty());
  CHECK(known.header("content-type").empty());
  CHECK(ask("If-None-Match: \"other\"\r\n").status == 200);
  CHECK(ask("If-Modified-Since: " + first->header("last-modified") + "\r\n").status == 304);
  CHECK(ask("If-Modified-Since: Sun, 08 May 1977 20:00:00 GMT\r\n").status == 200);
  CHECK(ask("If-Match: \"other\"\r\n").status == 412);
  CHECK(ask("If-Match: " + tag + "\r\n").status == 200);
  CHECK(ask("If-Unmodified-Since: Sun, 08 May 1977 20:00:00 GMT\r\n").status == 412);
  const auto part = ask("Range: bytes=2-4\r\nIf-Range: " + tag + "\r\n");
  CHECK(part.status == 206);
  CHECK(part.body == "234");
  CHECK(ask("Range: bytes=2-4\r\nIf-None-Match: " + tag + "\r\n").status == 304);
}

TEST_CASE("a condition or a range that cannot be met is said in a problem document") {
  struct Case {
    std::string_view lines;
    int status;
    std::string_view type;
  };
  const auto cases = std::to_array<Case>({
      {"If-Match: \"other\"\r\n", 412, "urn:tapedeck:precondition_failed"},
      {"Range: bytes=10-\r\n", 416, "urn:tapedeck:"},
  });
  const Served served;
  for (const auto& c : cases) {
    CAPTURE(c.lines);
    const auto lines = std::string(c.lines) + "X-Request-Id: a-refusal-of-tests\r\n";
    const auto answer = served.ask(ranged("/files/digits", lines)).value();
    CHECK(answer.status == c.status);
    CHECK(answer.headers.count("content-type") == 1);
    CHECK(answer.header("content-type") == "application/problem+json");
    CHECK(answer.header("cache-control") == "no-store");
    CHECK(answer.header("etag").starts_with("\""));
    CHECK(answer.body.contains(c.type));
    CHECK(answer.body.contains("\"request_id\":\"a-refusal-of-tests\""));
    auto head = served.client();
    head.send("HEAD /files/digits HTTP/1.1\r\nHost: x\r\n" + lines + "\r\n");
    const auto bare = head.answer(true).value();
    CHECK(bare.body.empty());
    if (c.status == 412) CHECK(bare.header("content-length") == answer.header("content-length"));
  }
}

TEST_CASE("an answer that is no file can have a validator too") {
  const Served served;
  CHECK(served.ask(get("/tagged")).value().status == 200);
  CHECK(served.ask(ranged("/tagged", "If-None-Match: \"seven\"\r\n")).value().status == 304);
}

TEST_CASE("a file that changes has another tag, even within a second") {
  const Served served;
  const auto before = served.ask(get("/files/digits")).value();
  std::ofstream(served.folder() + "/digits", std::ios::binary) << "9876543210";
  const auto after = served.ask(get("/files/digits")).value();
  CHECK(after.body == "9876543210");
  CHECK(after.header("etag") != before.header("etag"));
}

TEST_CASE("an empty file is sent, and has no parts") {
  const Served served;
  const auto whole = served.ask(get("/files/empty"));
  REQUIRE(whole);
  CHECK(whole->status == 200);
  CHECK(whole->header("content-length") == "0");
  const auto part = served.ask(ranged("/files/empty", "Range: bytes=0-\r\n"));
  REQUIRE(part);
  CHECK(part->status == 416);
  CHECK(part->header("content-range") == "bytes */0");
}

TEST_CASE("the web app is served from the files it was built of") {
  const Served served;
  const auto page = served.ask(get("/app/"));
  REQUIRE(page);
  CHECK(page->status == 200);
  CHECK(page->header("content-type") == "text/html; charset=utf-8");
  CHECK(page->header("cache-control") == "no-cache");
  CHECK(page->header("content-security-policy").starts_with("default-src 'self'"));
  const auto plain = served.ask(get("/app/theme.js"));
  REQUIRE(plain);
  CHECK(plain->header("content-type") == "text/javascript; charset=utf-8");
  CHECK(plain->header("cache-control") == "no-cache");
  const auto hashed = served.ask(get("/app/assets/index-DiwrgTda.js"));
  REQUIRE(hashed);
  CHECK(hashed->body == "// plain hashed");
  CHECK(hashed->header("cache-control") == "public, max-age=31536000, immutable");
  CHECK(hashed->header("vary") == "Accept-Encoding");
}

TEST_CASE("a page of the app that is no file is answered by the app") {
  const Served served;
  CHECK(served.ask(get("/app/concerts/1977-05-08")).value().body.find("Tapedeck") !=
        std::string::npos);
  CHECK(served.ask(get("/app/assets/missing.js")).value().status == 404);
}

TEST_CASE("files of the app are sent packed to those who take them so") {
  struct Case {
    std::string_view accepts, body, coding;
  };
  const auto cases = std::to_array<Case>({
      {"", "// plain hashed", ""},
      {"gzip, deflate, br", "packed by brotli", "br"},
      {"gzip", "packed by gzip", "gzip"},
      {"br;q=0, gzip", "packed by gzip", "gzip"},
      {"GZIP;q=0.5", "packed by gzip", "gzip"},
      {"*", "packed by brotli", "br"},
      {"*;q=0", "// plain hashed", ""},
      {"identity", "// plain hashed", ""},
      {"br;q=0.000, *;q=0", "// plain hashed", ""},
      {"brotli", "// plain hashed", ""},
  });
  const Served served;
  for (const auto& c : cases) {
    CAPTURE(c.accepts);
    const auto answer = served.ask(ranged("/app/assets/index-DiwrgTda.js",
                                          "Accept-Encoding: " + std::string(c.accepts) + "\r\n"));
    REQUIRE(answer);
    CHECK(answer->body == c.body);
    CHECK(answer->header("content-encoding") == c.coding);
    CHECK(answer->header("content-type") == "text/javascript; charset=utf-8");
  }
}

TEST_CASE("nothing but the app's own files can be read through it") {
  const Served served;
  for (const std::string path :
       {"/app/.env", "/app/assets/.git/config", "/app/passwd.txt", "/app/lonely.css",
        "/app/lonely.css.br", "/app/assets/index-DiwrgTda.js.br", "/app/%2fetc%2fpasswd.txt"}) {
    CAPTURE(path);
    const auto answer = served.ask(get(path));
    REQUIRE(answer);
    const bool page = answer->body.find("<title>Tapedeck</title>") != std::string::npos;
    CHECK((answer->status == 404 || page));
    CHECK(answer->body.find("secret") == std::string::npos);
    CHECK(answer->body.find("packed") == std::string::npos);
    CHECK(answer->body.find(served.folder()) == std::string::npos);
  }
}
