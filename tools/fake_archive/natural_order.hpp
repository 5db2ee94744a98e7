#pragma once

#include <string_view>

namespace tapedeck::fake_archive {

/// Whether `a` comes before `b` where runs of digits count as numbers: d1t2 before d1t10.
[[nodiscard]] bool naturally_before(std::string_view a, std::string_view b);

}  // namespace tapedeck::fake_archive
