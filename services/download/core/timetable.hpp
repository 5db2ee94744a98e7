#pragma once

#include "base/result.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <vector>

namespace tapedeck::download {

/// Bytes a second; 0 where none may come, nothing where there is no limit.
using Rate = std::optional<std::uint64_t>;

/// Some hours of every day, by the clock on the wall.
struct Hours {
  std::chrono::minutes from{};   ///< Since midnight; below 24 h.
  std::chrono::minutes until{};  ///< The first minute after; up to 24 h. Before `from`: tomorrow's.
  Rate rate{};

  [[nodiscard]] bool contain(std::chrono::minutes time_of_day) const;

  friend bool operator==(const Hours&, const Hours&) = default;
};

/// How fast downloads may come, by the time of day. Pure.
///
/// Only what the clock on the wall says counts: hours that are skipped when it is put forward do
/// not take place on that day, and hours that it shows twice take place twice.
class Timetable {
 public:
  /// No limit at any time.
  Timetable() = default;

  /// `rest` holds at all times that are in none of `hours`. Errors: `invalid` with a sentence when
  /// hours overlap or are empty, and when downloads could never come.
  [[nodiscard]] static Result<Timetable> make(std::vector<Hours> hours, Rate rest);

  /// What holds at a time of day, since midnight.
  [[nodiscard]] Rate at(std::chrono::minutes time_of_day) const;

  [[nodiscard]] const std::vector<Hours>& hours() const noexcept { return hours_; }
  [[nodiscard]] Rate rest() const noexcept { return rest_; }

  friend bool operator==(const Timetable&, const Timetable&) = default;

 private:
  Timetable(std::vector<Hours> hours, Rate rest) : hours_(std::move(hours)), rest_(rest) {}

  std::vector<Hours> hours_;
  Rate rest_{};
};

}  // namespace tapedeck::download
