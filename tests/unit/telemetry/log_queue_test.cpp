#include "telemetry/log_queue.hpp"

#include "telemetry/log.hpp"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <thread>
#include <vector>

using namespace tapedeck;
using namespace tapedeck::telemetry;

namespace {

struct Pipe {
  Pipe() { REQUIRE(::pipe2(ends.data(), O_CLOEXEC) == 0); }
  ~Pipe() {
    close_reader();
    ::close(ends[1]);
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;

  [[nodiscard]] int reader() const { return ends[0]; }
  [[nodiscard]] int writer() const { return ends[1]; }

  void close_reader() {
    if (ends[0] >= 0) ::close(ends[0]);
    ends[0] = -1;
  }

  /// What one read gives; empty when nothing comes for ten seconds.
  [[nodiscard]] std::string read_some() const {
    pollfd ready{reader(), POLLIN, 0};
    if (::poll(&ready, 1, 10'000) <= 0) return {};
    std::string text(65'536, '\0');
    const auto count = ::read(reader(), text.data(), text.size());
    text.resize(count < 0 ? 0 : static_cast<std::size_t>(count));
    return text;
  }

  std::array<int, 2> ends{};
};

std::vector<std::string> split_lines(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < text.size();) {
    const auto end = text.find('\n', at);
    if (end == std::string::npos) break;
    lines.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return lines;
}

/// The sum of what the lines about lost lines say.
std::uint64_t told_lost(const std::string& text) {
  constexpr std::string_view words = R"("msg":"lines were lost","lines":)";
  std::uint64_t sum = 0;
  for (const auto& line : split_lines(text)) {
    const auto at = line.find(words);
    if (at != std::string::npos) sum += std::stoull(line.substr(at + words.size()));
  }
  return sum;
}

}  // namespace

TEST_CASE("a line goes out soon after it was written") {
  const Pipe pipe;
  LogQueue queue(pipe.writer());
  const Redirect redirect(queue);
  Log("browse").info("ready", {{"port", 8001}});
  const auto text = pipe.read_some();
  CHECK(text.find(R"("msg":"ready","port":8001})") != std::string::npos);
  CHECK(text.ends_with('\n'));
}

TEST_CASE("lines of several threads stay whole, and each thread's in their order") {
  constexpr int writers = 4;
  constexpr int lines_each = 2'000;
  const Pipe pipe;
  std::string text;
  std::thread reader([&] {
    while (std::count(text.begin(), text.end(), '\n') < writers * lines_each) {
      const auto some = pipe.read_some();
      if (some.empty()) return;
      text += some;
    }
  });
  {
    LogQueue queue(pipe.writer(), 64U * 1024 * 1024);
    std::vector<std::thread> threads;
    for (int id = 0; id < writers; ++id) {
      threads.emplace_back([&queue, id] {
        const auto tail = " " + std::string(static_cast<std::size_t>(id) * 50, 'x') + "\n";
        for (int n = 0; n < lines_each; ++n)
          queue.write(std::to_string(id) + " " + std::to_string(n) + tail);
      });
    }
    for (auto& thread : threads)
      thread.join();
  }
  reader.join();

  std::map<std::string, int> next;
  int wrong = 0;
  for (const auto& line : split_lines(text)) {
    const auto id = line.substr(0, line.find(' '));
    const auto expected = id + " " + std::to_string(next[id]++) + " ";
    if (!line.starts_with(expected) || line.size() != expected.size() + std::stoul(id) * 50)
      ++wrong;
  }
  CHECK(next.size() == writers);
  CHECK(split_lines(text).size() == writers * lines_each);
  CHECK(wrong == 0);
}

TEST_CASE("a reader that stops reading costs lines, never the writer's time") {
  Pipe pipe;
  LogQueue queue(pipe.writer(), 8'192);
  const std::string line(1'023, 'x');
  // The pipe takes 64 KiB and the queue 8; all the rest is dropped, and no call waits for a reader.
  for (int i = 0; i < 1'000; ++i)
    queue.write(line + '\n');
  CHECK(queue.lost() >= 1'000 - 72 - 8);
  const auto lost = queue.lost();

  // The reader comes back and is told what it has missed, in one line for each gap.
  std::string text;
  while (told_lost(text) < lost) {
    const auto some = pipe.read_some();
    REQUIRE_FALSE(some.empty());
    text += some;
  }
  CHECK(told_lost(text) == lost);
  CHECK(text.find(R"("level":"warning","part":"log","msg":"lines were lost")") !=
        std::string::npos);
}

TEST_CASE("what waits when the program ends is still written") {
  const Pipe pipe;
  {
    LogQueue queue(pipe.writer());
    queue.write("the last words\n");
  }
  CHECK(pipe.read_some() == "the last words\n");
}

TEST_CASE("a reader that never reads again does not keep the program from ending") {
  const Pipe pipe;
  const auto begun = std::chrono::steady_clock::now();
  {
    LogQueue queue(pipe.writer(), LogQueue::default_bytes, std::chrono::milliseconds{50});
    for (int i = 0; i < 200; ++i)
      queue.write(std::string(1'023, 'x') + '\n');
  }
  CHECK(std::chrono::steady_clock::now() - begun < std::chrono::seconds{8});
}

TEST_CASE("a reader that has gone away costs lines, not the process") {
  Pipe pipe;
  pipe.close_reader();
  LogQueue queue(pipe.writer());
  queue.write("nobody hears this\n");
  while (queue.lost() == 0)
    std::this_thread::yield();
  CHECK(queue.lost() == 1);
}

TEST_CASE("a line longer than a pipe takes at once arrives whole") {
  const Pipe pipe;
  LogQueue queue(pipe.writer());
  const auto line = std::string(50'000, 'x') + '\n';
  queue.write(line);
  std::string text;
  while (text.size() < line.size()) {
    const auto some = pipe.read_some();
    REQUIRE_FALSE(some.empty());
    text += some;
  }
  CHECK(text == line);
}
