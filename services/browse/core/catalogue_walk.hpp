#pragma once

#include "archive/archive.hpp"
#include "archive/scrape_walk.hpp"
#include "async/clock.hpp"
#include "base/result.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tapedeck::browse {

/// Where a walk over all recordings of the Archive goes on. As text it is opaque to whoever keeps
/// it.
struct CataloguePlace {
  archive::ScrapePlace walked{};

  /// Reads what text() writes. Errors: `invalid`.
  [[nodiscard]] static Result<CataloguePlace> parse(std::string_view text);

  [[nodiscard]] std::string text() const;

  friend bool operator==(const CataloguePlace&, const CataloguePlace&) = default;
};

/// Some items of the catalogue.
struct CatalogueBatch {
  std::vector<archive::SearchHit> hits;
  std::uint64_t left_out = 0;  ///< Items that could not be read, beside `hits`.
  archive::Notes notes;        ///< What had to be repaired in them.
  CataloguePlace next;         ///< Behind them.
  std::uint64_t total = 0;     ///< How many the Archive says there are, as of now.
  bool last = false;
  bool complete = false;  ///< Of the last: that nothing is missing as far as the total tells.
};

/// How patient a walk is.
struct WalkPatience {
  std::chrono::milliseconds batch{60'000};     ///< For one batch, its turn included.
  unsigned tries = 5;                          ///< Of one batch, before the walk gives up.
  std::chrono::milliseconds between{5'000};    ///< Tries; what others wait after a 502.
  std::chrono::milliseconds longest{120'000};  ///< Wait; who is to wait longer is told so instead.
};

/// Walks all recordings of the Live Music Archive, a batch at a time, in the order of identifiers:
/// 285,000 in about 57 calls. Waits out what passes (a failing server, a brake, an answer that
/// cannot be read, which comes under load as well), and can go on from where another walk ended.
/// Where the first batch is too long to be read, it asks for a smaller one.
///
/// Lives on one loop; one next() at a time.
class CatalogueWalk {
 public:
  CatalogueWalk(archive::Archive& archive, Clock& clock, CataloguePlace from,
                WalkPatience patience = {});

  /// The next batch; nothing behind the last one.
  /// Errors: as Archive::scrape(), once patience is at its end; calling again tries the same batch
  /// again. `bad_upstream` at once when the Archive repeats itself; the walk has then ended.
  Task<Result<std::optional<CatalogueBatch>>> next();

 private:
  Task<Result<archive::ScrapePage>> ask();

  archive::Archive& archive_;
  Clock& clock_;
  WalkPatience patience_;
  archive::ScrapeWalk walk_;
};

}  // namespace tapedeck::browse
