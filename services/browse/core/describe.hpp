#pragma once

#include "archive/item.hpp"
#include "archive/search.hpp"
#include "messages/catalogue.hpp"

#include <string>

namespace tapedeck::browse {

/// What the Archive found, as Tapedeck says it: HTML of the uploaders is plain text, and dates that
/// can be read are `YYYY-MM-DD`. `query` is what was asked.
[[nodiscard]] messages::SearchResults results_of(archive::SearchPage page,
                                                 const archive::SearchQuery& query);

/// One of them.
[[nodiscard]] messages::FoundItem found_item(archive::SearchHit hit);

/// An item, as Tapedeck says it.
[[nodiscard]] messages::ItemDetails details_of(archive::Item item);

/// As JSON that lacks its last member, `cache`: the body of an Answer.
[[nodiscard]] std::string body_of(const messages::SearchResults& results);
[[nodiscard]] std::string body_of(const messages::ItemDetails& details);

}  // namespace tapedeck::browse
