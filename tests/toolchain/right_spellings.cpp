#include "base/result.hpp"
#include "toolchain/spelling.hpp"

#include <array>
#include <functional>
#include <memory>
#include <stdexcept>
#include <tuple>
#include <vector>

namespace tapedeck::toolchain {

namespace {

std::string the_text() { return std::string(long_text); }

Pair make_pair_of(Counted first, Counted second) {
  return Pair{std::move(first), std::move(second)};
}

Task<Result<Counted>> find(bool is_known) {
  co_await turn();
  if (!is_known) co_return fail(Errc::not_found, "There is none by that name.");
  co_return Counted(the_text());
}

Task<std::string> take_function(std::function<std::string()> function) {
  co_await turn();
  co_return function();
}

Task<std::string> take_all(std::vector<Counted> all) {
  co_await turn();
  co_return all.front().text();
}

Task<std::string> take_owned(std::unique_ptr<Counted> owned, Counted, std::string) {
  co_await turn();
  co_return owned->text();
}

Task<std::string> fail_by_throwing(Counted counted) {
  co_await turn();
  throw std::runtime_error(counted.text());
  co_return std::string();
}

Task<std::string> aggregate_named_before() {
  Pair pair{Counted(the_text()), Counted()};
  co_return co_await take_pair(std::move(pair));
}

Task<std::string> aggregate_from_a_function() {
  co_return co_await take_pair(make_pair_of(Counted(the_text()), Counted()));
}

Task<std::string> awaited_first_and_built_after() {
  auto first = co_await give(the_text());
  auto second = co_await give("another");
  const Pair pair{std::move(first), std::move(second)};
  co_return pair.first.text();
}

Task<std::string> classes_with_constructors() {
  co_return co_await take_owned(std::make_unique<Counted>(the_text()), Counted("another"),
                                std::string("a ") + "sum");
}

Task<std::string> vector_filled_before() {
  std::vector<Counted> all;
  all.push_back(co_await give(the_text()));
  all.push_back(co_await give("another"));
  co_return co_await take_all(std::move(all));
}

Task<std::string> if_instead_of_a_choice() {
  Counted result("none");
  if (!result.text().empty()) {
    result = co_await give(the_text());
  }
  co_return result.text();
}

Task<std::string> lambda_named_before() {
  const Counted text(the_text());
  auto read = [text] { return text.text(); };
  co_return co_await take_function(std::move(read));
}

Task<std::string> lambda_without_captures() {
  co_return co_await take_function([] { return the_text(); });
}

Task<std::string> result_named_and_tested() {
  auto missing = co_await find(false);
  if (missing) co_return std::string("found what is not there");
  auto found = co_await find(true);
  if (!found) co_return found.error().message;
  co_return std::move(*found).text();
}

Task<std::string> both_sides_of_and() {
  const bool both = (co_await give("a")).text() == "a" && (co_await give("b")).text() == "b";
  co_return both ? the_text() : std::string("not both");
}

Task<std::vector<Counted>> give_two() {
  co_await turn();
  std::vector<Counted> two;
  two.emplace_back(std::string(long_text.substr(0, 20)));
  two.emplace_back(std::string(long_text.substr(20)));
  co_return two;
}

// Over the awaited thing itself: a part of it, as in `: (co_await give()).text()`, outlives it.
Task<std::string> loop_over_what_was_awaited() {
  std::string joined;
  for (const auto& part : co_await give_two()) {
    co_await turn();
    joined += part.text();
  }
  co_return joined;
}

Task<std::string> aggregate_returned() {
  auto pair = co_await []() -> Task<Pair> {
    co_await turn();
    co_return Pair{Counted(the_text()), Counted("another")};
  }();
  co_return std::move(pair.first).text();
}

Task<std::string> tuple_taken_apart() {
  auto [first, second] = co_await []() -> Task<std::tuple<Counted, Counted>> {
    co_await turn();
    co_return std::tuple(Counted(the_text()), Counted("another"));
  }();
  co_return first.text();
}

Task<std::string> exception_through_two_frames() {
  std::string caught;
  try {
    caught = co_await fail_by_throwing(co_await give(the_text()));
  } catch (const std::runtime_error& error) {
    caught = error.what();
  }
  co_await turn();
  co_return caught;
}

Task<std::string> locals_of_a_loop_left_early() {
  for (int round = 0; round < 3; ++round) {
    const Counted local(the_text());
    if (round == 1) continue;
    co_await turn();
    if (round == 2) co_return local.text();
  }
  co_return std::string("the loop ended");
}

}  // namespace

std::span<const Spelling> right_spellings() {
  static constexpr auto all = std::to_array<Spelling>({
      {"aggregate named before", aggregate_named_before},
      {"aggregate from a function", aggregate_from_a_function},
      {"awaited first and built after", awaited_first_and_built_after},
      {"classes with constructors", classes_with_constructors},
      {"vector filled before", vector_filled_before},
      {"if instead of a choice", if_instead_of_a_choice},
      {"lambda named before", lambda_named_before},
      {"lambda without captures", lambda_without_captures},
      {"result named and tested", result_named_and_tested},
      {"both sides of &&", both_sides_of_and},
      {"loop over what was awaited", loop_over_what_was_awaited},
      {"aggregate returned", aggregate_returned},
      {"tuple taken apart", tuple_taken_apart},
      {"exception through two frames", exception_through_two_frames},
      {"locals of a loop left early", locals_of_a_loop_left_early},
  });
  return all;
}

}  // namespace tapedeck::toolchain
