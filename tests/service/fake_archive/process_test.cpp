// The program itself: its command line, its one line of output, its end.

#include "service/fake_archive/site.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <doctest/doctest.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <string>
#include <vector>

using namespace tapedeck::test;

namespace {

/// The program with its standard output, as a child.
class Program {
 public:
  explicit Program(std::vector<std::string> words) {
    words.insert(words.begin(), FAKE_ARCHIVE_PROGRAM);
    std::vector<char*> arguments;
    for (auto& word : words)
      arguments.push_back(word.data());
    arguments.push_back(nullptr);
    std::array<int, 2> ends{};
    REQUIRE(::pipe(ends.data()) == 0);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    posix_spawn_file_actions_addclose(&actions, ends[0]);
    REQUIRE(::posix_spawn(&process_, FAKE_ARCHIVE_PROGRAM, &actions, nullptr, arguments.data(),
                          environ) == 0);
    posix_spawn_file_actions_destroy(&actions);
    ::close(ends[1]);
    output_ = ::fdopen(ends[0], "r");
  }

  ~Program() {
    if (process_ > 0) end(SIGKILL);
    ::fclose(output_);
  }

  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;

  std::string line() {
    std::string text;
    for (int c = std::fgetc(output_); c != EOF && c != '\n'; c = std::fgetc(output_))
      text += static_cast<char>(c);
    return text;
  }

  /// Gives the exit status, or minus the signal.
  int end(int signal) {
    if (signal != 0) ::kill(process_, signal);
    int status = 0;
    ::waitpid(process_, &status, 0);
    process_ = 0;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
  }

 private:
  pid_t process_ = 0;
  std::FILE* output_ = nullptr;
};

}  // namespace

TEST_CASE("the program says where it listens, answers, and ends in order at SIGTERM") {
  Program program({"--port", "0", "--node-port", "0", "--control-port", "0", "--fault",
                   "/metadata/* status=503 times=1"});
  const auto ports = boost::json::parse(program.line()).as_object();
  const auto port = ports.at("archive").to_number<std::uint16_t>();
  CHECK(ports.contains("node"));
  CHECK(ports.contains("control"));
  CHECK(request(port, "GET", "/metadata/none")->status == 503);
  CHECK(request(port, "GET", "/metadata/none")->body == "{}");
  CHECK(program.end(SIGTERM) == 0);
}

TEST_CASE("the program refuses a command line it does not understand") {
  CHECK(Program({"--prot", "0"}).end(0) == 1);
  CHECK(Program({"--fault", "reset-aftr=1"}).end(0) == 1);
  CHECK(Program({"--items", "/nonexistent"}).end(0) == 1);
}

TEST_CASE("the program prints the table of its README") {
  Program program({"--print-faults"});
  CHECK(program.line() == "| word | value | what it does |");
  CHECK(program.end(0) == 0);
}
