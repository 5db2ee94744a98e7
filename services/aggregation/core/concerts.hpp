#pragma once

#include "aggregation/core/ports.hpp"
#include "aggregation/core/walk.hpp"
#include "async/event.hpp"
#include "async/task_group.hpp"
#include "telemetry/log.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace tapedeck::aggregation {

/// What the concerts allow themselves.
struct ConcertsSettings {
  WalkLimits walk{};
  /// How long a list is given again without asking browse, whose own cache lives longer.
  std::chrono::seconds list_fresh_for{600};
  /// The same for an answer that was stale: the Archive may be back soon.
  std::chrono::seconds stale_fresh_for{30};
  /// How long a night is taken to be complete. Recordings of old nights still appear, but rarely.
  std::chrono::seconds night_fresh_for{std::chrono::hours{24}};
  /// How long one walk over the pages may take: about as long as a listener waits. Browse keeps the
  /// pages that were read, so that the next walk soon gets further.
  std::chrono::milliseconds walk_time{12'000};
  /// How long the answer about one concert waits for its best items to be looked into.
  std::chrono::milliseconds item_patience{2'500};
  /// How long looking into the items of one concert may take.
  std::chrono::milliseconds items_time{60'000};
  /// Items looked into for one concert, best first; each is a call to the Archive.
  std::size_t most_items = 12;
  std::size_t most_walks = 32;  ///< Under way at once.
  /// Concerts whose best items are looked into at once. Somebody waits for each, but not for long.
  std::size_t most_best_looks = 8;
  /// Concerts whose other items are looked into at once. Nobody waits: what is above is left for
  /// when the concert is opened again.
  std::size_t most_other_looks = 2;
  std::size_t most_listed = 40'000;       ///< Lines of all remembered lists, about 100 bytes each.
  std::uint32_t most_from_store = 2'000;  ///< Concerts of a list that only the tables give.
};

/// Which lines of which concerts, and in what order.
struct ListRequest {
  ConcertQuery query;
  ConcertSort sort = ConcertSort::date;
  ConcertOrder order = ConcertOrder::desc;
  PageRequest page;
};

/// Finds concerts: asks browse for recordings, has them grouped and kept, and answers from what is
/// kept.
///
/// A list is fresh for minutes. Callers who ask for the same at once wait for one walk over
/// browse's pages, which goes on when the first of them leaves. When browse or the Archive is away,
/// the last list is given, or what the tables hold, and the answer says `stale`.
///
/// Errors: `not_found` for a concert that is not kept; for a list `invalid` when browse rejects the
/// question, and browse's own when there is nothing to fall back on; the store's.
///
/// Lives on the service's loop; not thread-safe. close() ends what it started.
class Concerts {
 public:
  Concerts(Browse& browse, ConcertStore& store, Clock& clock, async::Executor executor,
           telemetry::Log log, ConcertsSettings settings = {});
  Concerts(const Concerts&) = delete;
  Concerts& operator=(const Concerts&) = delete;

  /// One page of the concerts that a query means.
  Task<Result<messages::ConcertPage>> list(ListRequest request, Deadline deadline);

  /// One concert and every recording of it.
  Task<Result<messages::ConcertDetails>> concert(ConcertId id, Deadline deadline);

  /// Gives up what it is doing and waits for it to end. Call once, before the destructor.
  Task<void> close();

 private:
  /// A list that has been made. Shared by lists_, which may let go of it, and those who answer.
  struct List {
    std::vector<Listed> concerts;
    messages::WalkNote walk;
    messages::CacheStatus status = messages::CacheStatus::miss;
    Instant made{};
    Clock::Ticks fresh_until{};
  };
  using ListPtr = std::shared_ptr<const List>;
  /// What flights are for; each kind has its own bound.
  enum class Aim : std::uint8_t { walk, best_items, other_items };
  using FlightKey = std::pair<Aim, std::string>;
  struct Flight;
  using FlightPtr = std::shared_ptr<Flight>;

  Task<Result<ListPtr>> list_of(ConcertQuery query, Deadline deadline);
  Task<Result<ListPtr>> everything(Deadline deadline);
  Task<Result<ListPtr>> without_browse(std::string key, ConcertQuery query, Error reason);
  Task<Result<ListPtr>> from_store(ConcertQuery query);
  Task<Result<void>> make_list(std::string key, ConcertQuery query);
  void remember(const std::string& key, ListPtr list);
  [[nodiscard]] static bool tells_more(const List& older, const List& newer);

  Task<Result<KeptConcert>> kept(ConcertId id);
  Task<Result<KeptConcert>> looked_at(KeptConcert night, Deadline deadline);
  Task<Result<KeptConcert>> after_look(KeptConcert before);
  Task<Result<void>> look(std::string artist, std::string artist_key, music::ConcertDate date);
  Task<Result<KeptConcert>> with_items(KeptConcert concert, Deadline deadline);
  Task<Result<void>> look_into_best(ConcertId id);
  Task<Result<void>> look_into_items(ConcertId id);
  Task<Result<bool>> look_into(Recording recording, Deadline deadline);

  [[nodiscard]] FlightPtr fly(Aim aim, const std::string& about, Task<Result<void>> work);
  [[nodiscard]] std::size_t most_of(Aim aim) const;
  Task<void> run(FlightKey key, FlightPtr flight, Task<Result<void>> work);
  Task<Result<void>> landing(FlightPtr flight, Deadline deadline);

  Browse& browse_;
  ConcertStore& store_;
  Clock& clock_;
  async::Executor executor_;
  telemetry::Log log_;
  ConcertsSettings settings_;
  std::map<std::string, ListPtr> lists_;
  std::map<FlightKey, FlightPtr> flights_;
  async::TaskGroup group_;
};

}  // namespace tapedeck::aggregation
