#include "browse/core/hot_answers.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace tapedeck;
using namespace tapedeck::browse;
using namespace std::chrono_literals;

namespace {

HotAnswer hot(std::size_t bytes, CacheType type = CacheType::search, Instant made = {}) {
  return {make_answer(type, std::string(bytes, 'x'), made)};
}

}  // namespace

TEST_CASE("what was not wanted for the longest time goes first") {
  HotAnswers answers(8'000);
  for (const auto* key : {"one", "two", "three", "four"})
    answers.put(key, hot(1'700));
  CHECK(answers.find("one") != nullptr);
  answers.put("five", hot(1'700));
  CHECK(answers.find("two") == nullptr);
  CHECK(answers.find("one") != nullptr);
  CHECK(answers.find("five") != nullptr);
  CHECK(answers.bytes() <= 8'000);
}

TEST_CASE("an answer replaces the one before it") {
  HotAnswers answers(10'000);
  answers.put("one", hot(100));
  const auto before = answers.bytes();
  answers.put("one", hot(100));
  CHECK(answers.size() == 1);
  CHECK(answers.bytes() == before);
  answers.forget("one");
  CHECK(answers.bytes() == 0);
}

TEST_CASE("an answer that would push most others out is not kept in memory") {
  HotAnswers answers(10'000);
  answers.put("one", hot(100));
  answers.put("large", hot(5'000));
  CHECK(answers.find("large") == nullptr);
  CHECK(answers.find("one") != nullptr);
}

TEST_CASE("answers are thrown away by type and by age, and refusals in any case") {
  const Instant then{};
  const Instant later = then + 1h;
  const auto filled = [&] {
    HotAnswers answers(100'000);
    answers.put("old search", hot(10, CacheType::search, then));
    answers.put("new search", hot(10, CacheType::search, later));
    answers.put("old item", hot(10, CacheType::item, then));
    answers.put("refusal", HotAnswer{nullptr, Error{Errc::not_found, "", ""}});
    return answers;
  };
  auto all = filled();
  all.clear({});
  CHECK(all.size() == 0);
  CHECK(all.bytes() == 0);

  auto searches = filled();
  searches.clear({.type = CacheType::search});
  CHECK(searches.size() == 1);
  CHECK(searches.find("old item") != nullptr);

  auto old = filled();
  old.clear({.made_before = later});
  CHECK(old.size() == 1);
  CHECK(old.find("new search") != nullptr);
}
