#include "download/core/timetable.hpp"

#include <algorithm>
#include <utility>

namespace tapedeck::download {

using std::chrono::minutes;

bool Hours::contain(minutes time_of_day) const {
  if (from < until) return time_of_day >= from && time_of_day < until;
  return time_of_day >= from || time_of_day < until;
}

Result<Timetable> Timetable::make(std::vector<Hours> hours, Rate rest) {
  bool ever = false;
  if (std::ranges::any_of(hours, [](const Hours& one) { return one.from == one.until; })) {
    return fail(Errc::invalid, "Hours have to end at another time than they begin.");
  }
  for (minutes time{0}; time < std::chrono::days{1}; ++time) {
    const auto count =
        std::ranges::count_if(hours, [time](const Hours& one) { return one.contain(time); });
    if (count > 1) return fail(Errc::invalid, "No time of day may be in two of the hours.");
  }
  Timetable table(std::move(hours), rest);
  for (minutes time{0}; time < std::chrono::days{1}; ++time)
    ever = ever || table.at(time) != 0U;
  if (!ever) return fail(Errc::invalid, "Downloads have to come at some time of the day.");
  return table;
}

Rate Timetable::at(minutes time_of_day) const {
  const auto found = std::ranges::find_if(
      hours_, [time_of_day](const Hours& one) { return one.contain(time_of_day); });
  return found == hours_.end() ? rest_ : found->rate;
}

}  // namespace tapedeck::download
