#pragma once

#include "archive/notes.hpp"
#include "archive/query.hpp"
#include "base/item_identifier.hpp"
#include "base/result.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tapedeck::archive {

/// What a search asks for; pages stop at result 10,000, beyond which only a scrape goes.
struct SearchQuery {
  /// The Archive's window: page × rows never passes it.
  static constexpr std::uint32_t window = 10'000;

  Query query;
  std::vector<std::string> sorts{};  ///< At most three: "date asc", "downloads desc".
  std::uint32_t page = 1;            ///< From 1.
  std::uint32_t rows = 50;
};

/// One item as the search index knows it, which may lag behind the item itself: it may have gone
/// dark, and what is missing here may exist. Confirm with Archive::item() before acting on absence.
///
/// Empty means absent or empty: the index does not tell them apart.
struct SearchHit {
  ItemIdentifier identifier;
  std::string mediatype{};
  std::string title{};
  std::vector<std::string> creators{};
  /// As the index writes it: "1977-05-08T00:00:00Z", but also "0000-01-01T00:00:00Z" and "…T::Z".
  std::string date{};
  std::string year{};
  std::string venue{};
  std::string coverage{};
  std::string source{};
  std::string lineage{};
  std::string taper{};
  std::string transferer{};
  std::string description{};
  std::string runtime{};
  std::vector<std::string> collections{};
  std::vector<std::string> subjects{};
  std::vector<std::string> formats{};
  std::string published{};               ///< publicdate.
  std::string added{};                   ///< addeddate.
  std::vector<std::string> updated{};    ///< updatedate; one for each change.
  std::optional<std::uint64_t> bytes{};  ///< item_size: all files together.
  std::optional<std::uint64_t> downloads{};
  std::optional<std::uint32_t> review_count{};
  std::optional<double> rating{};  ///< avg_rating: 0 to 5 stars; absent without reviews.
  std::string reviewed{};          ///< reviewdate: of the newest review.
};

/// One page of a search.
struct SearchPage {
  std::uint64_t total = 0;  ///< numFound: of the whole search, not of this page.
  std::uint64_t first = 0;  ///< How many hits stand on the pages before.
  std::vector<SearchHit> hits{};
  Notes notes{};  ///< A hit without an identifier is left out.
};

/// A walk over everything a query finds, a batch at a time; see ScrapeWalk for doing it safely.
struct ScrapeQuery {
  static constexpr std::uint32_t least_count = 100;
  static constexpr std::uint32_t most_count = 10'000;

  Query query;
  /// How many to a batch; absent lets the Archive choose (about 5,000). Never send it together with
  /// a cursor: the Archive may then give the first batch again, without an error.
  std::optional<std::uint32_t> count{};
  /// Where the batch before ended; empty for the first. Opaque.
  std::string cursor{};
};

/// One batch of a scrape.
struct ScrapePage {
  std::vector<SearchHit> hits{};
  std::uint64_t given = 0;  ///< Items in the batch, readable or not.
  std::uint64_t total = 0;  ///< Counted anew for each batch; may drift by a few.
  std::string cursor{};     ///< For the next batch; empty on the last.
  Notes notes{};
};

/// What is asked for with each hit: everything SearchHit holds. Without such a list the Archive
/// leaves out venue, taper, lineage and more.
[[nodiscard]] const std::vector<std::string>& hit_fields();

/// The path and query of a search. Errors: `invalid` when the query is empty or too long, when a
/// sort is not two plain words, or when the page lies outside the window.
[[nodiscard]] Result<std::string> search_target(const SearchQuery& search);

/// The path and query of one batch. Errors: `invalid`, as search_target(), and for a count outside
/// 100 to 10,000 or one beside a cursor.
[[nodiscard]] Result<std::string> scrape_target(const ScrapeQuery& scrape);

/// The path of an item's metadata: "/metadata/gd77-05-08.sbd.hicks.4982.sbeok.shnf".
[[nodiscard]] std::string item_target(const ItemIdentifier& item);

/// The path of an item's picture.
[[nodiscard]] std::string picture_target(const ItemIdentifier& item);

}  // namespace tapedeck::archive
