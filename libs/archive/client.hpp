#pragma once

#include "archive/archive.hpp"
#include "archive/limiter.hpp"
#include "archive/wire.hpp"
#include "async/pool.hpp"

#include <cstddef>

namespace tapedeck::archive {

/// The Archive over a wire: asks politely, and makes values of what it answers.
class Client final : public Archive {
 public:
  /// Answers above this size are read on the pool, since they would hold the loop up; 256 KiB of
  /// metadata take about 2 ms.
  static constexpr std::size_t read_here_bytes = 256U << 10U;

  /// `read_here` moves that limit: on virtual time there is no pool that the clock would wait for.
  Client(Wire& wire, Limiter& limiter, Clock& clock, async::Pool& compute,
         std::size_t read_here = read_here_bytes)
      : wire_(wire), limiter_(limiter), clock_(clock), compute_(compute), read_here_(read_here) {}

  Task<Result<SearchPage>> search(SearchQuery query, Deadline deadline) override;
  Task<Result<ScrapePage>> scrape(ScrapeQuery query, Deadline deadline) override;
  Task<Result<Item>> item(ItemIdentifier name, Deadline deadline) override;
  Task<Result<Picture>> picture(ItemIdentifier name, Deadline deadline) override;
  Task<Result<Fetched>> fetch(FetchRequest request, Sink& sink, Patience patience) override;

 private:
  Wire& wire_;
  Limiter& limiter_;
  Clock& clock_;
  async::Pool& compute_;
  std::size_t read_here_;
};

}  // namespace tapedeck::archive
