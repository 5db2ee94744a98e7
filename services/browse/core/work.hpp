#pragma once

#include "archive/item.hpp"
#include "archive/search.hpp"

#include <cstddef>

namespace tapedeck::browse {

/// About how much work results_of() or details_of() and their encoding are: hits, files, reviews,
/// and a KiB of text each count for one.
[[nodiscard]] std::size_t work_of(const archive::SearchPage& page);
[[nodiscard]] std::size_t work_of(const archive::Item& item);

}  // namespace tapedeck::browse
