#pragma once

#include <string_view>

namespace tapedeck::music {

/// The artist whom tapers mean by a short name, as identifiers and setlists have it: "gd" is the
/// Grateful Dead, "sci" the String Cheese Incident. Case does not count. Empty when nobody is
/// called so; names that are words of their own ("dead", "string") are in nobody's favour.
[[nodiscard]] std::string_view artist_called(std::string_view nickname);

}  // namespace tapedeck::music
