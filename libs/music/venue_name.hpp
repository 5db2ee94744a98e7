#pragma once

#include <string>
#include <string_view>

namespace tapedeck::music {

/// A venue's name as it is compared: the words of it, "theatre" as "theater", without a leading
/// "the" and without what stands in brackets. Empty when it names no place ("Unknown", "various").
[[nodiscard]] std::string fold_venue(std::string_view name);

/// Whether a name tells one venue from others: "Coliseum" and "Unknown" do not.
[[nodiscard]] bool names_a_venue(std::string_view name);

/// A venue's name without what stands in brackets, for show: "Fillmore East (Late Show)" is
/// "Fillmore East".
[[nodiscard]] std::string venue_without_brackets(std::string_view name);

/// Whether two names, in any spelling, may be of one venue.
///
/// Uploaders spell halls in many ways: 878 of 2,078 dates of one band have more than one spelling.
/// So this says no only when nothing speaks for it: no word that tells halls apart is in both, none
/// is a misspelling or the initials of the other, and the two are not known as names of one hall.
/// A name that says nothing may be any venue.
[[nodiscard]] bool may_be_one_venue(std::string_view one, std::string_view other);

/// A city as it is compared: "Ithaca, NY" and "ithaca" are one. Empty when it names none.
[[nodiscard]] std::string fold_city(std::string_view location);

}  // namespace tapedeck::music
