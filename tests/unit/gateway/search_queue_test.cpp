#include "gateway/core/search_queue.hpp"

#include <doctest/doctest.h>

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

using namespace std::chrono_literals;
using namespace tapedeck;
using namespace tapedeck::gateway;

namespace {

Search search(const UserId& user, std::string query, std::int64_t found = 1) {
  return {user, SearchType::concerts, std::move(query), found, Instant{} + 1h};
}

}  // namespace

TEST_CASE("searches wait until they are taken, each once") {
  SearchQueue queue(10);
  const auto anna = UserId::make();
  CHECK(queue.add(search(anna, "dew", 1)));
  CHECK(queue.add(search(anna, "stella")));
  CHECK(queue.add(search(UserId::make(), "dew")));
  CHECK(queue.add(search(anna, "dew", 2)));  // she has pressed a key twice
  const auto taken = queue.take();
  REQUIRE(taken.size() == 3);
  CHECK(taken[0].found == 2);
  CHECK(queue.empty());
}

TEST_CASE("what comes on top of a full queue is left out, and nothing that waits is lost") {
  SearchQueue queue(2);
  const auto anna = UserId::make();
  CHECK(queue.add(search(anna, "one")));
  CHECK(queue.add(search(anna, "two")));
  CHECK_FALSE(queue.add(search(anna, "three")));
  CHECK(queue.add(search(anna, "two", 7)));
  CHECK(queue.take().size() == 2);
  CHECK(queue.add(search(anna, "three")));
}

TEST_CASE("a search is remembered by what was looked for, not by how it was shown") {
  struct Case {
    std::string why;
    std::vector<std::pair<std::string, std::string>> parameters;
    std::string text;
  };
  const auto cases = std::to_array<Case>({
      {"words", {{"q", "5/8/77"}}, "5/8/77"},
      {"words, narrowed", {{"q", "dew"}, {"year", "1977"}, {"artist", ""}}, "dew year=1977"},
      {"only narrowed", {{"artist", "Grateful Dead"}}, "artist=Grateful Dead"},
      {"shown otherwise",
       {{"q", "dew"}, {"sort", "date"}, {"order", "asc"}, {"per_page", "9"}},
       "dew"},
      {"nothing", {{"page", "1"}}, ""},
      {"very much", {{"q", std::string(999, 'x') + "\xc3\xa4"}}, std::string(999, 'x')},
  });
  for (const auto& c : cases) {
    CAPTURE(c.why);
    CHECK(query_text(c.parameters) == c.text);
  }
}

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
