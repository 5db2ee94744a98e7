#include "aggregation/core/concerts.hpp"

#include "async/within.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace tapedeck::aggregation {
namespace {

using messages::CacheStatus;

constexpr auto only_what_is_known =
    "Only the concerts that somebody has looked for so far; name an artist, a year or a date for "
    "more.";

/// Whether somebody else is to blame, so that what is kept may be given instead.
bool is_away(const Error& error) {
  return error.code == Errc::unavailable || error.code == Errc::rate_limited ||
         error.code == Errc::timed_out || error.code == Errc::bad_upstream;
}

const std::string& reason_of(const Error& error) {
  return error.detail.empty() ? error.message : error.detail;
}

std::chrono::seconds seconds_between(Instant from, Instant to) {
  // The clock may have been set back.
  return std::max(std::chrono::seconds{0},
                  std::chrono::duration_cast<std::chrono::seconds>(to - from));
}

Instant oldest(const std::vector<Listed>& concerts, Instant now) {
  auto oldest = now;
  for (const auto& concert : concerts)
    oldest = std::min(oldest, concert.seen);
  return oldest;
}

ConcertQuery query_of_night(std::string artist, music::ConcertDate date) {
  ConcertQuery query;
  query.artist = std::move(artist);
  query.from = date;
  query.to = date;
  return query;
}

/// Concerts that have the words of one name in theirs, on one day.
constexpr std::uint32_t most_of_a_day = 20;

bool lacks_tracks(const messages::ConcertRecording& recording) { return !recording.tracks; }

/// Whether no other item could be had either: then there is no use in asking for the next.
bool concerns_all_items(const Error& error) {
  return error.code == Errc::unavailable || error.code == Errc::rate_limited ||
         error.code == Errc::timed_out || error.code == Errc::cancelled;
}

/// The best to download, or else the best to play, when it has not been looked into and can be.
std::vector<Recording>::iterator best_unknown(const messages::ConcertDetails& concert,
                                              std::vector<Recording>& recordings,
                                              const std::set<ItemIdentifier>& unreadable) {
  for (const auto* const best : {&concert.best_to_download, &concert.best_to_play}) {
    const auto found = std::ranges::find_if(recordings, [best](const Recording& recording) {
      return best->identifier == recording.found.identifier;
    });
    if (found == recordings.end() || unreadable.contains(found->found.identifier)) continue;
    if (!found->tracks && !found->gone_dark) return found;
  }
  return recordings.end();
}

}  // namespace

/// Work that several callers may wait for.
struct Concerts::Flight {
  explicit Flight(async::Executor executor) : landed(executor) {}

  std::optional<Result<void>> outcome;  ///< Set when it has landed.
  async::Event landed;
};

Concerts::Concerts(Browse& browse, ConcertStore& store, Clock& clock, async::Executor executor,
                   telemetry::Log log, ConcertsSettings settings)
    : browse_(browse),
      store_(store),
      clock_(clock),
      executor_(executor),
      log_(log),
      settings_(settings),
      group_(executor) {}

Task<Result<messages::ConcertPage>> Concerts::list(ListRequest request, Deadline deadline) {
  auto list = co_await list_of(request.query, deadline);
  if (!list) co_return failure(list);

  auto ordered = (*list)->concerts;
  sort_concerts(ordered, request.sort, request.order);
  auto ids = page_of(ordered, request.page);
  auto lines = co_await store_.summaries(std::move(ids));
  if (!lines) co_return failure(lines);

  messages::ConcertPage page;
  page.total = ordered.size();
  page.page = request.page.page;
  page.per_page = request.page.per_page;
  page.total_pages = pages_of(ordered.size(), request.page.per_page);
  page.results = std::move(*lines);
  page.walk = (*list)->walk;
  page.cache.status = (*list)->status;
  page.cache.age_seconds = seconds_between((*list)->made, clock_.now());
  co_return page;
}

Task<Result<Concerts::ListPtr>> Concerts::list_of(ConcertQuery query, Deadline deadline) {
  if (asks_for_everything(query)) co_return co_await everything(deadline);
  auto key = key_of(query);
  const auto known = lists_.find(key);
  if (known != lists_.end() && clock_.ticks() < known->second->fresh_until) {
    if (known->second->status != CacheStatus::miss) co_return known->second;
    auto again = std::make_shared<List>(*known->second);
    again->status = CacheStatus::fresh;
    known->second = again;
    co_return ListPtr(std::move(again));
  }

  auto flight = fly(Aim::walk, "list\n" + key, make_list(key, query));
  if (!flight) {
    auto full = fail_until(Errc::unavailable, "Too many searches at once; try again in a moment.",
                           std::chrono::seconds{2}, "too many walks under way");
    co_return co_await without_browse(std::move(key), std::move(query), std::move(full).error());
  }
  auto waited = co_await landing(flight, deadline);
  if (!waited && waited.error().code == Errc::cancelled) co_return failure(waited);
  if (waited && *flight->outcome) {
    const auto made = lists_.find(key);
    if (made != lists_.end()) co_return made->second;
    co_return co_await from_store(std::move(query));
  }
  auto reason = waited ? flight->outcome->error() : waited.error();
  co_return co_await without_browse(std::move(key), std::move(query), std::move(reason));
}

/// Nobody can list the whole Archive: what is known, with what came last.
Task<Result<Concerts::ListPtr>> Concerts::everything(Deadline deadline) {
  ConcertQuery newest;
  newest.newest = true;
  auto came_last = co_await list_of(newest, deadline);
  if (!came_last && !is_away(came_last.error())) co_return failure(came_last);
  ConcertQuery all;
  auto kept = co_await store_.find(std::move(all), settings_.most_from_store);
  if (!kept) co_return failure(kept);
  if (kept->empty() && !came_last) co_return failure(came_last);

  auto list = std::make_shared<List>();
  list->status = came_last ? (*came_last)->status : CacheStatus::stale;
  list->made = came_last ? (*came_last)->made : oldest(*kept, clock_.now());
  list->walk.cut = true;
  list->walk.why = only_what_is_known;
  list->concerts = std::move(*kept);
  co_return ListPtr(std::move(list));
}

/// The last list of the same, else what the tables know; the reason when there is neither.
Task<Result<Concerts::ListPtr>> Concerts::without_browse(std::string key, ConcertQuery query,
                                                         Error reason) {
  if (!is_away(reason)) co_return std::unexpected(std::move(reason));
  if (const auto known = lists_.find(key); known != lists_.end()) {
    auto old = std::make_shared<List>(*known->second);
    old->status = CacheStatus::stale;
    co_return ListPtr(std::move(old));
  }
  auto list = co_await from_store(std::move(query));
  if (!list) co_return failure(list);
  if ((*list)->concerts.empty()) co_return std::unexpected(std::move(reason));
  co_return std::move(*list);
}

Task<Result<Concerts::ListPtr>> Concerts::from_store(ConcertQuery query) {
  auto kept = co_await store_.find(std::move(query), settings_.most_from_store);
  if (!kept) co_return failure(kept);
  auto list = std::make_shared<List>();
  list->status = CacheStatus::stale;
  list->made = oldest(*kept, clock_.now());
  list->walk.cut = true;
  list->walk.why = "The Archive cannot be asked just now: these are the concerts known so far.";
  list->concerts = std::move(*kept);
  co_return ListPtr(std::move(list));
}

Task<Result<void>> Concerts::make_list(std::string key, ConcertQuery query) {
  const auto deadline = Deadline::in(clock_, settings_.walk_time);
  auto walked = co_await walk(browse_, clock_, std::move(query), settings_.walk, deadline);
  if (!walked) co_return failure(walked);
  auto taken = co_await store_.take(std::move(walked->recordings), clock_.now());
  if (!taken) co_return failure(taken);

  auto list = std::make_shared<List>();
  list->concerts = std::move(*taken);
  list->walk = std::move(walked->note);
  list->status = walked->cache.status;
  list->made = clock_.now() - walked->cache.age_seconds;
  if (const auto known = lists_.find(key);
      known != lists_.end() && tells_more(*known->second, *list)) {
    list = std::make_shared<List>(*known->second);
    list->status = CacheStatus::stale;
  }
  const bool good = list->status != CacheStatus::stale && !list->walk.cut;
  list->fresh_until = clock_.ticks();
  list->fresh_until += good ? settings_.list_fresh_for : settings_.stale_fresh_for;
  remember(key, std::move(list));
  co_return Result<void>();
}

/// Whether an older list is better than a newer one: it is complete, and the newer walk was broken
/// off before it had read as much, or was told what is older still.
bool Concerts::tells_more(const List& older, const List& newer) {
  if (older.walk.cut) return false;
  if (newer.walk.cut) return newer.walk.recordings_read < older.walk.recordings_read;
  return newer.status == CacheStatus::stale && newer.made < older.made;
}

/// Keeps a list, and lets go of the oldest when there are too many lines in all.
void Concerts::remember(const std::string& key, ListPtr list) {
  lists_[key] = std::move(list);
  const auto lines = [this] {
    std::size_t sum = 0;
    for (const auto& [each, known] : lists_)
      sum += known->concerts.size() + 1;
    return sum;
  };
  while (lists_.size() > 1 && lines() > settings_.most_listed) {
    const auto oldest = std::ranges::min_element(lists_, [](const auto& one, const auto& other) {
      return one.second->fresh_until < other.second->fresh_until;
    });
    lists_.erase(oldest);
  }
}

Task<Result<messages::ConcertDetails>> Concerts::concert(ConcertId id, Deadline deadline) {
  auto found = co_await kept(id);
  if (!found) co_return failure(found);
  auto looked = co_await looked_at(std::move(*found), deadline);
  if (!looked) co_return failure(looked);
  if (looked->details.cache.status == CacheStatus::stale) co_return std::move(looked->details);
  auto whole = co_await with_items(std::move(*looked), deadline);
  if (!whole) co_return failure(whole);
  co_return std::move(whole->details);
}

Task<Result<KeptConcert>> Concerts::kept(ConcertId id) {
  auto found = co_await store_.concert(id);
  if (!found) co_return failure(found);
  if (!*found) co_return fail(Errc::not_found, "There is no concert of that id.");
  auto& concert = **found;
  const auto since = concert.looked_at.value_or(concert.updated_at);
  concert.details.cache.status = CacheStatus::fresh;
  concert.details.cache.age_seconds = seconds_between(since, clock_.now());
  co_return std::move(concert);
}

/// The concert once its night has been asked for as a whole, which a search for something else may
/// have found only parts of; as it is kept when that fails, for whatever reason.
Task<Result<KeptConcert>> Concerts::looked_at(KeptConcert night, Deadline deadline) {
  if (night.looked_at &&
      seconds_between(*night.looked_at, clock_.now()) < settings_.night_fresh_for) {
    co_return night;
  }
  const auto date = night.details.date;
  auto flight = fly(Aim::walk, "night\n" + night.artist_key + '\n' + date.text(),
                    look(night.details.artist, night.artist_key, date));
  if (!flight) {
    night.details.cache.status = CacheStatus::stale;
    co_return night;
  }
  auto waited = co_await landing(flight, deadline);
  if (!waited && waited.error().code == Errc::cancelled) co_return failure(waited);
  if (waited && *flight->outcome) co_return co_await after_look(std::move(night));
  const auto reason = waited ? flight->outcome->error() : waited.error();
  if (reason.code == Errc::cancelled) co_return std::unexpected(reason);
  night.details.cache.status = CacheStatus::stale;
  co_return night;
}

Task<Result<KeptConcert>> Concerts::after_look(KeptConcert before) {
  auto again = co_await kept(before.details.id);
  if (!again && again.error().code == Errc::not_found) {
    // What was one concert is two, now that more is known: give the one most like it.
    auto night = query_of_night(before.details.artist, before.details.date);
    auto others = co_await store_.find(std::move(night), most_of_a_day);
    if (!others) co_return failure(others);
    // The words of a name are also in the names of other bands.
    const auto same = std::ranges::find(*others, before.artist_key, &Listed::artist_key);
    if (same == others->end()) co_return failure(again);
    again = co_await kept(same->id);
  }
  if (again) again->details.cache.status = CacheStatus::miss;
  co_return again;
}

Task<Result<void>> Concerts::look(std::string artist, std::string artist_key,
                                  music::ConcertDate date) {
  const auto deadline = Deadline::in(clock_, settings_.walk_time);
  auto night = query_of_night(std::move(artist), date);
  auto walked = co_await walk(browse_, clock_, std::move(night), settings_.walk, deadline);
  if (!walked) co_return failure(walked);
  const bool whole = !walked->note.cut && walked->cache.status != CacheStatus::stale;
  auto taken = co_await store_.take(std::move(walked->recordings), clock_.now());
  if (!taken) co_return failure(taken);
  if (!whole) co_return fail(Errc::unavailable, "The Archive cannot be asked just now.");
  co_return co_await store_.note_look(std::move(artist_key), date, clock_.now());
}

/// The concert once its best recordings have been looked into, as far as that takes little time.
/// The others are looked into after the answer.
Task<Result<KeptConcert>> Concerts::with_items(KeptConcert concert, Deadline deadline) {
  const auto& recordings = concert.details.recordings;
  const auto looked_into = std::min(recordings.size(), settings_.most_items);
  const auto end = recordings.begin() + static_cast<std::ptrdiff_t>(looked_into);
  if (std::none_of(recordings.begin(), end, lacks_tracks)) co_return concert;

  const auto id = concert.details.id;
  auto flight = fly(Aim::best_items, id.text(), look_into_best(id));
  if (!flight) co_return concert;
  const auto patience = Deadline::in(clock_, settings_.item_patience).or_sooner(deadline);
  auto waited = co_await landing(flight, patience);
  if (!waited && waited.error().code == Errc::cancelled) co_return failure(waited);
  // Whether they were all looked into does not matter: what is known by now is given.
  auto again = co_await kept(id);
  if (!again) co_return concert;
  again->details.cache = concert.details.cache;
  co_return again;
}

/// What seems best may be gone, or shorter than it seems: looks into the best to download and the
/// best to play, until those that are the best by then have been looked into.
Task<Result<void>> Concerts::look_into_best(ConcertId id) {
  const auto deadline = Deadline::in(clock_, settings_.items_time);
  std::set<ItemIdentifier> unreadable;
  for (std::size_t asked = 0; asked < settings_.most_items; ++asked) {
    auto concert = co_await kept(id);
    if (!concert) co_return failure(concert);
    auto recordings = co_await store_.recordings(id);
    if (!recordings) co_return failure(recordings);
    auto next = best_unknown(concert->details, *recordings, unreadable);
    if (next == recordings->end()) break;
    const auto name = next->found.identifier;
    auto looked = co_await look_into(std::move(*next), deadline);
    if (!looked) co_return failure(looked);
    if (!*looked) unreadable.insert(name);
  }
  static_cast<void>(fly(Aim::other_items, id.text(), look_into_items(id)));  // nobody waits for it
  co_return Result<void>();
}

Task<Result<void>> Concerts::look_into_items(ConcertId id) {
  const auto deadline = Deadline::in(clock_, settings_.items_time);
  auto recordings = co_await store_.recordings(id);
  if (!recordings) co_return failure(recordings);
  std::size_t asked = 0;
  for (auto& recording : *recordings) {
    if (recording.tracks) continue;
    if (asked++ == settings_.most_items) break;
    auto looked = co_await look_into(std::move(recording), deadline);
    if (!looked) co_return failure(looked);
  }
  co_return Result<void>();
}

/// Each is kept by itself, so that who asks again is told what is known by then. Gives whether the
/// item could be read; an error only when no other could be had either.
Task<Result<bool>> Concerts::look_into(Recording recording, Deadline deadline) {
  auto item = co_await browse_.item(recording.found.identifier, deadline);
  const bool gone = !item && item.error().code == Errc::not_found;
  if (!item && !gone) {
    if (concerns_all_items(item.error())) co_return failure(item);
    log_.info("an item was not looked into",
              {{"item", recording.found.identifier.text()}, {"reason", reason_of(item.error())}});
    co_return false;
  }
  recording.gone_dark = gone;
  if (item) recording.tracks = static_cast<std::uint32_t>(item->tracks.size());
  std::vector<Recording> counted;
  counted.push_back(std::move(recording));
  auto kept = co_await store_.take(std::move(counted), clock_.now());
  if (!kept) co_return failure(kept);
  co_return true;
}

std::size_t Concerts::most_of(Aim aim) const {
  switch (aim) {
    case Aim::walk:
      return settings_.most_walks;
    case Aim::best_items:
      return settings_.most_best_looks;
    case Aim::other_items:
      return settings_.most_other_looks;
  }
  return 0;
}

/// The flight of that aim that is under way, or a new one; null when there are too many. `work` is
/// dropped unstarted unless it is needed.
Concerts::FlightPtr Concerts::fly(Aim aim, const std::string& about, Task<Result<void>> work) {
  FlightKey key{aim, about};
  if (const auto found = flights_.find(key); found != flights_.end()) return found->second;
  const auto under_way = std::ranges::count_if(
      flights_, [aim](const auto& flight) { return flight.first.first == aim; });
  if (static_cast<std::size_t>(under_way) >= most_of(aim)) return nullptr;
  auto flight = std::make_shared<Flight>(executor_);
  flights_.emplace(key, flight);
  group_.spawn(run(std::move(key), flight, std::move(work)));
  return flight;
}

Task<void> Concerts::run(FlightKey key, FlightPtr flight, Task<Result<void>> work) {
  auto outcome = co_await std::move(work);
  if (!outcome && outcome.error().code != Errc::cancelled) {
    const auto& error = outcome.error();
    log_.info("browse was asked in vain",
              {{"code", to_text(error.code)}, {"reason", reason_of(error)}});
  }
  flight->outcome.emplace(std::move(outcome));
  flights_.erase(key);
  flight->landed.announce();
}

Task<Result<void>> Concerts::landing(FlightPtr flight, Deadline deadline) {
  while (!flight->outcome) {
    auto rung = co_await async::within(clock_, deadline, flight->landed.wait());
    if (!rung) co_return failure(rung);
  }
  co_return Result<void>();
}

Task<void> Concerts::close() {
  group_.cancel();
  co_await group_.join();
}

}  // namespace tapedeck::aggregation
