#pragma once

#include "download/core/timetable.hpp"
#include "runtime/settings_types.hpp"

#include <string>
#include <string_view>

namespace tapedeck::runtime {

/// `2MB/s`, `08:00-23:00 500kB/s, 23:00-01:00 paused`: hours with a rate each, and one rate at most
/// without hours, for the rest of the day, which otherwise has no limit. A rate is `paused`,
/// `unlimited`, or a size a second.
template <>
struct SettingType<download::Timetable> {
  static constexpr Bounds any{};

  static std::string wanted(Bounds bounds);
  static Read<download::Timetable> read(std::string_view text, Bounds bounds);
  static std::string show(const download::Timetable& table);
};

}  // namespace tapedeck::runtime
