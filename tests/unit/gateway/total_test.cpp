#include "gateway/http/search_history.hpp"

#include <doctest/doctest.h>

#include <array>
#include <optional>
#include <string_view>

using tapedeck::gateway::total_of;

TEST_CASE("what a search has found is read from the beginning of its answer") {
  struct Case {
    std::string_view why, answer;
    std::optional<std::int64_t> total;
  };
  const auto cases = std::to_array<Case>({
      {"an answer", R"({"total":42,"page":1,)", 42},
      {"nothing found", R"({"total":0,"page":1,)", 0},
      {"the first piece ends within the number", R"({"total":42)", std::nullopt},
      {"something else first", R"({"page":1,"total":42,)", std::nullopt},
      {"a total below zero", R"({"total":-1,)", std::nullopt},
      {"more than a number holds", R"({"total":99999999999999999999,)", std::nullopt},
      {"no number", R"({"total":null,)", std::nullopt},
      {"nothing at all", "", std::nullopt},
  });
  for (const auto& c : cases) {
    CAPTURE(c.why);
    CHECK(total_of(c.answer) == c.total);
  }
}
