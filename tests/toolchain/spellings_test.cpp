#include "toolchain/spelling.hpp"

#include <doctest/doctest.h>
#include <sys/wait.h>

#include <array>
#include <cstdio>

using namespace tapedeck::toolchain;

namespace {

struct Outcome {
  bool is_right = false;
  std::string said;
};

/// Runs one spelling in a process of its own.
Outcome try_spelling(std::string_view name) {
  const auto command = std::string("'" TRY_SPELLING "' '") + std::string(name) + "' 2>&1";
  FILE* pipe = popen(command.c_str(), "r");
  REQUIRE(pipe != nullptr);
  Outcome outcome;
  std::array<char, 4096> block;
  while (const auto size = std::fread(block.data(), 1, block.size(), pipe)) {
    outcome.said.append(block.data(), size);
  }
  const int status = pclose(pipe);
  outcome.is_right = WIFEXITED(status) && WEXITSTATUS(status) == 0;
  return outcome;
}

}  // namespace

TEST_CASE("what the rules say to write beside co_await does what it says") {
  for (const auto& spelling : right_spellings()) {
    const auto outcome = try_spelling(spelling.name);
    CAPTURE(spelling.name);
    CAPTURE(outcome.said);
    CHECK(outcome.is_right);
  }
}

#if defined(__clang__) || __GNUC__ > 12
TEST_CASE("what the rules forbid beside co_await is right under every compiler but g++ 12") {
  for (const auto& spelling : wrong_spellings()) {
    const auto outcome = try_spelling(spelling.name);
    CAPTURE(spelling.name);
    CAPTURE(outcome.said);
    CHECK(outcome.is_right);
  }
}
#elif defined(__SANITIZE_ADDRESS__)  // without it a second free may go unseen
TEST_CASE("what the rules forbid beside co_await is still compiled wrongly by g++ 12") {
  for (const auto& spelling : wrong_spellings()) {
    const auto outcome = try_spelling(spelling.name);
    INFO("Right now: \"", spelling.name, "\". Its line in rule C2 and in check_coroutines may go.");
    CHECK_FALSE(outcome.is_right);
  }
}
#endif
