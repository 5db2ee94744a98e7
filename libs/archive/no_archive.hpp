#pragma once

#include "archive/archive.hpp"

namespace tapedeck::archive {

/// The Archive of a process that asks it nothing, such as one that only migrates: every call is
/// answered `unavailable`.
class NoArchive final : public Archive {
 public:
  Task<Result<SearchPage>> search(SearchQuery query, Deadline deadline) override;
  Task<Result<ScrapePage>> scrape(ScrapeQuery query, Deadline deadline) override;
  Task<Result<Item>> item(ItemIdentifier name, Deadline deadline) override;
  Task<Result<Picture>> picture(ItemIdentifier name, Deadline deadline) override;
  Task<Result<Fetched>> fetch(FetchRequest request, Sink& sink, Patience patience) override;
};

}  // namespace tapedeck::archive
