#pragma once

#include "aggregation/core/concerts.hpp"
#include "base/result.hpp"
#include "http/request.hpp"

namespace tapedeck::aggregation {

/// What a list is ordered by when nobody says.
struct ListDefaults {
  ConcertSort sort = ConcertSort::date;
  ConcertOrder order = ConcertOrder::desc;
};

/// Reads which concerts are asked for, of which page and in what order, from the query. A date
/// among the words of `q` is taken out of them. An empty value counts as none. Errors: `invalid`,
/// naming every value at fault.
[[nodiscard]] Result<ListRequest> parse_list(const http::Request& request, ListDefaults defaults);

/// The id in the path. Errors: `invalid`.
[[nodiscard]] Result<ConcertId> parse_concert_id(const http::Request& request);

}  // namespace tapedeck::aggregation
