#pragma once

#include "fake_archive/item.hpp"

#include <boost/json/object.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace tapedeck::fake_archive {

/// What the search index holds: one object a hit, its values in the index's own shapes.
using Documents = std::vector<boost::json::object>;

/// The document of an item, made from its metadata: dates become moments, `year` a number,
/// `format` a list or, where there is one, a plain string.
///
/// `overrides` are set over it: `downloads`, ratings and whatever else only the index knows, or
/// values gone stale. A null there takes a member away.
[[nodiscard]] boost::json::object document_of(const Item& item,
                                              const boost::json::object& overrides);

/// A date as people write it ("1977-05-08", "2009-02-24 14:57:02", "1967") as the index keeps it
/// ("1977-05-08T00:00:00Z"). Unknown parts become 01, as 1966-11-00 does there; text that is no
/// date stays as it is.
[[nodiscard]] std::string index_date(std::string_view date);

}  // namespace tapedeck::fake_archive
