#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tapedeck::music {

/// The steps of a lineage, from the first machine to the last, as tapers write it: "DAT > CD ->
/// EAC" is three. One step where no arrow divides it, none for an empty text; at most 40, the last
/// of which then holds the rest. `text` is UTF-8.
[[nodiscard]] std::vector<std::string> steps_of_lineage(std::string_view text);

}  // namespace tapedeck::music
