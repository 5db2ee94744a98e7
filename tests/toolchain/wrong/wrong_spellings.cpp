// Spellings that g++ 12.2 compiles into double frees, wild frees or traps, without a warning. They
// are here so that the day a compiler gets them right, tests/toolchain says that rules may go.

#include "base/result.hpp"
#include "toolchain/spelling.hpp"

#include <array>
#include <functional>

namespace tapedeck::toolchain {

namespace {

Counted counted() { return Counted(std::string(long_text)); }

Task<std::string> take_default(Pair pair = {}) {
  co_await turn();
  co_return pair.first.text();
}

// The pair is a temporary of the caller's full expression, which must keep it.
Task<std::string> read_pair(const Pair& pair) {
  co_await turn();
  co_return pair.first.text();
}

template <class F>
Task<std::string> call(F function) {
  co_await turn();
  co_return function();
}

Task<Result<void>> succeed() {
  co_await turn();
  co_return Result<void>();
}

Task<std::string> braced_argument() { co_return co_await take_pair({counted(), counted()}); }

Task<std::string> designated_argument() {
  co_return co_await take_pair({.first = counted(), .second = counted()});
}

Task<std::string> named_aggregate_argument() {
  co_return co_await take_pair(Pair{counted(), counted()});
}

Task<std::string> aggregate_by_reference() {
  co_return co_await read_pair(Pair{counted(), counted()});
}

Task<std::string> empty_braces() { co_return co_await take_pair({}); }

Task<std::string> default_argument_in_braces() { co_return co_await take_default(); }

Task<std::string> braces_filled_by_awaiting() {
  const Pair pair{co_await give(std::string(long_text)), co_await give("another")};
  co_return pair.first.text();
}

Task<std::string> awaited_or_made() {
  const bool is_known = Counted::alive == 0;
  const Counted result = is_known ? co_await give(std::string(long_text)) : Counted("none");
  co_return result.text();
}

Task<std::string> choice_as_argument() {
  const bool is_known = Counted::alive == 0;
  co_return co_await take(is_known ? counted() : Counted("none"));
}

Task<std::string> capturing_lambda() {
  const auto text = counted();
  co_return co_await call([text] { return text.text(); });
}

Task<std::string> capturing_lambda_in_a_function_object() {
  const auto text = counted();
  co_return co_await call(std::function<std::string()>([text] { return text.text(); }));
}

Task<std::string> capturing_lambda_that_is_the_coroutine() {
  const auto text = counted();
  co_return co_await [text]() -> Task<std::string> {
    co_await turn();
    co_return text.text();
  }();
}

Task<std::string> awaited_in_a_condition() {
  if (co_await succeed()) co_return std::string(long_text);
  co_return std::string("failed");
}

}  // namespace

std::span<const Spelling> wrong_spellings() {
  static constexpr auto all = std::to_array<Spelling>({
      {"braced argument", braced_argument},
      {"designated argument", designated_argument},
      {"named aggregate as an argument", named_aggregate_argument},
      {"aggregate by reference", aggregate_by_reference},
      {"empty braces", empty_braces},
      {"default argument in braces", default_argument_in_braces},
      {"braces filled by awaiting", braces_filled_by_awaiting},
      {"awaited or made", awaited_or_made},
      {"choice as an argument", choice_as_argument},
      {"capturing lambda", capturing_lambda},
      {"capturing lambda in a function object", capturing_lambda_in_a_function_object},
      {"capturing lambda that is the coroutine", capturing_lambda_that_is_the_coroutine},
      {"awaited in a condition", awaited_in_a_condition},
  });
  return all;
}

}  // namespace tapedeck::toolchain
