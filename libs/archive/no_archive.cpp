#include "archive/no_archive.hpp"

namespace tapedeck::archive {
namespace {

std::unexpected<Error> nobody_there() {
  return fail(Errc::unavailable, "This process does not ask the Archive.",
              "the host was given no client");
}

}  // namespace

Task<Result<SearchPage>> NoArchive::search(SearchQuery, Deadline) { co_return nobody_there(); }

Task<Result<ScrapePage>> NoArchive::scrape(ScrapeQuery, Deadline) { co_return nobody_there(); }

Task<Result<Item>> NoArchive::item(ItemIdentifier, Deadline) { co_return nobody_there(); }

Task<Result<Picture>> NoArchive::picture(ItemIdentifier, Deadline) { co_return nobody_there(); }

Task<Result<Fetched>> NoArchive::fetch(FetchRequest, Sink&, Patience) { co_return nobody_there(); }

}  // namespace tapedeck::archive
