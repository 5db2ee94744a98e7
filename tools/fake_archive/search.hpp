#pragma once

#include "base/result.hpp"
#include "fake_archive/documents.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tapedeck::fake_archive {

/// The parameters of a request, decoded, in order.
using Parameters = std::vector<std::pair<std::string, std::string>>;

/// `/advancedsearch.php`: the body of the answer, always with status 200.
///
/// A refused query is an envelope `{"error": "..."}`; so is a page that reaches past result 10,000,
/// with RANGE_OUT_OF_BOUNDS (archive-org help "aboutsearch"). `callback` wraps the body as JSONP.
[[nodiscard]] std::string advanced_search(const Documents& documents, const Parameters& parameters);

/// What is bent about a scrape, by a fault.
struct ScrapeBend {
  bool stuck_cursor = false;  ///< A call with both `cursor` and `count` gets the first batch again.
  std::int64_t total_drift = 0;  ///< Added to `total`.
  std::size_t most = 10'000;     ///< No batch has more hits, whatever `count` says.
};

/// One answer of `/services/search/v1/scrape`.
struct ScrapeAnswer {
  std::uint16_t status = 200;  ///< 400 with an envelope when a parameter is refused.
  std::string body;
};

/// `/services/search/v1/scrape`: batches of 100 to 10,000 hits and a cursor for the next.
///
/// Without `sorts` in the order of identifiers; with them at most 10,000 hits. From the second
/// batch on `total` is one less than at first, since the Archive counts anew each time and a walk
/// may end with more than `total`.
[[nodiscard]] ScrapeAnswer scrape(const Documents& documents, const Parameters& parameters,
                                  ScrapeBend bend);

/// Documents in the order that `sorts` ask for ("date asc", "-downloads", "random"), the identifier
/// last; those without a value come last either way.
void sort_documents(std::vector<const boost::json::object*>& found,
                    const std::vector<std::string>& sorts);

/// `document` with the members in `fields` alone.
[[nodiscard]] boost::json::object pick_fields(const boost::json::object& document,
                                              const std::vector<std::string>& fields);

/// Cuts at commas and drops spaces around.
[[nodiscard]] std::vector<std::string> cut_list(std::string_view text);

/// The first value of a parameter.
[[nodiscard]] std::optional<std::string> parameter(const Parameters& parameters,
                                                   std::string_view name);

/// As far as the Archive pages: its help names 10,000 results.
constexpr std::size_t search_window = 10'000;

}  // namespace tapedeck::fake_archive
