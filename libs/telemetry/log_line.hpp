#pragma once

#include "telemetry/log.hpp"

#include <span>
#include <string>
#include <string_view>

namespace tapedeck::telemetry {

/// Appends one line of the log, with its line feed, as Log's comment describes it. Any thread.
void append_line(std::string& line, Level level, std::string_view part, std::string_view message,
                 std::span<const Field> fields);

}  // namespace tapedeck::telemetry
