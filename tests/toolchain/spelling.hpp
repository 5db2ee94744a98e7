#pragma once

#include "async/task.hpp"

#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace tapedeck::toolchain {

/// Longer than any string keeps in itself, so that a second destruction frees memory twice.
inline constexpr std::string_view long_text = "a name too long for the small buffer of a string";

/// A text that knows how many of its kind are alive.
class Counted {
 public:
  Counted() : Counted(std::string(long_text)) {}
  explicit Counted(std::string text) : text_(std::move(text)) { ++alive; }
  Counted(const Counted& other) : text_(other.text_) { ++alive; }
  Counted(Counted&& other) noexcept : text_(std::move(other.text_)) { ++alive; }
  Counted& operator=(const Counted&) = default;
  Counted& operator=(Counted&&) noexcept = default;
  ~Counted() { --alive; }

  [[nodiscard]] const std::string& text() const noexcept { return text_; }

  static inline int alive = 0;

 private:
  std::string text_;
};

/// An aggregate whose members have destructors: what g++ 12 gets wrong beside co_await.
struct Pair {
  Counted first;
  Counted second;
};

/// One way to write something in a coroutine. Right when it gives long_text and leaves no Counted.
struct Spelling {
  std::string_view name;
  Task<std::string> (*run)();
};

/// What CONTRIBUTING.md forbids (rules C2 and C3), for g++ 12 compiles it wrongly.
[[nodiscard]] std::span<const Spelling> wrong_spellings();

/// What it says to write instead, and what looks alike and is right.
[[nodiscard]] std::span<const Spelling> right_spellings();

/// Lets the loop turn once, so that whoever awaits this is really suspended.
Task<void> turn();

Task<Counted> give(std::string text);
Task<std::string> take(Counted counted);
Task<std::string> take_pair(Pair pair);

}  // namespace tapedeck::toolchain
