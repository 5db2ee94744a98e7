#pragma once

#include <span>
#include <string_view>

namespace tapedeck {

/// The candidate that `word` was most likely meant to be: fewest letters to change, at most a third
/// of them; empty when none is near. For "did you mean" only.
[[nodiscard]] std::string_view nearest(std::string_view word,
                                       std::span<const std::string_view> candidates);

}  // namespace tapedeck
