#include "runtime/settings.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace tapedeck::runtime;

namespace {

/// A command line as one text: words bare, flags in brackets.
std::string taken_apart(const std::vector<std::string>& arguments) {
  const auto line = parse_flags(arguments);
  std::string text;
  for (const auto& word : line.words)
    text.append(word).append(" ");
  for (const auto& flag : line.flags)
    text.append("[").append(flag.name).append("=").append(flag.value.value_or("-")).append("]");
  return text;
}

}  // namespace

TEST_CASE("a command line is words and flags with their values") {
  CHECK(taken_apart({}) == "");
  CHECK(taken_apart({"serve"}) == "serve ");
  CHECK(taken_apart({"serve", "--only", "browse", "--browse.port=0"}) ==
        "serve [only=browse][browse.port=0]");
  CHECK(taken_apart({"serve", "--debug"}) == "serve [debug=-]");
  CHECK(taken_apart({"--debug", "--log.level", "error"}) == "[debug=-][log.level=error]");
  CHECK(taken_apart({"--a=b=c", "--d="}) == "[a=b=c][d=]");
  CHECK(taken_apart({"--", "--debug", "x"}) == "--debug x ");
  CHECK(taken_apart({"-v", "-"}) == "-v - ");
  CHECK(taken_apart({"--number", "-5"}) == "[number=-5]");
  CHECK(taken_apart({"--=x"}) == "[=x]");
}
