#pragma once

#include <string_view>

namespace tapedeck::music {

/// Whether `a` comes before `b` where runs of digits count as numbers and the case of ASCII letters
/// does not: d1t2 before D1T10. A strict weak order over any texts.
[[nodiscard]] bool naturally_before(std::string_view a, std::string_view b);

}  // namespace tapedeck::music
