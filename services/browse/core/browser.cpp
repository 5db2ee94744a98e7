#include "browse/core/browser.hpp"

#include "async/within.hpp"
#include "browse/core/describe.hpp"
#include "browse/core/directory.hpp"
#include "browse/core/work.hpp"
#include "json/decode.hpp"
#include "json/words.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace tapedeck::browse {
namespace {

using namespace std::chrono_literals;

/// Longer answers are not kept on the disk: a thousand of them would fill it.
constexpr std::size_t most_kept_bytes = std::size_t{8} << 20;

/// What is said when the Archive is away and did not say for how long.
constexpr std::chrono::milliseconds come_again = 30s;

/// The numbers in keys say how answers are described: what an older program kept is not found.
std::string key_of(const archive::SearchQuery& query) {
  std::string key = "search3 " + std::to_string(query.rows) + " " + std::to_string(query.page);
  for (const auto& sort : query.sorts)
    key.append(" ").append(sort).append(",");
  key.append(" ").append(query.query.text());
  return key;
}

std::string key_of(const ItemIdentifier& name) { return "item3 " + std::string(name.text()); }

std::string search_body(archive::SearchPage page, archive::SearchQuery query) {
  return body_of(results_of(std::move(page), query));
}

std::string item_body(archive::Item item) { return body_of(details_of(std::move(item))); }

Result<messages::Directory> read_directory(const Served& served, const std::string& path) {
  auto item = json::decode<messages::ItemDetails>(text_of(*served.answer, served.note));
  if (!item) return failure(item);
  return directory_of(*item, path);
}

/// Whether the Archive has spoken of the question itself, and not of how it is.
bool is_word_on_question(Errc code) { return code == Errc::not_found || code == Errc::invalid; }

/// What the Archive's trouble is for a caller: that it holds us back is not the caller's haste.
Error for_caller(Error error) {
  if (error.code == Errc::rate_limited || error.code == Errc::cancelled) {
    error.code = Errc::unavailable;
  }
  if (error.code == Errc::unavailable && !error.retry_after) error.retry_after = come_again;
  return error;
}

}  // namespace

/// One question under way, and all who wait for it.
struct Browser::Flight {
  Flight(async::Executor executor, std::string its_key, Question asked)
      : key(std::move(its_key)), question(std::move(asked)), landed(executor) {}

  std::string key;
  Question question;
  bool to_disk = true;                         ///< Whether the disk is looked at first.
  bool is_refresh = false;                     ///< Begun for nobody in particular.
  AnswerPtr fallback{};                        ///< Old, but better than nothing.
  std::optional<Result<AnswerPtr>> outcome{};  ///< Set when it has landed.
  CacheStatus status = CacheStatus::miss;      ///< Of that outcome.
  async::Event landed;                         ///< Also announced when there is a fallback.
};

Browser::Browser(archive::Archive& archive, Cache& cache, Clock& clock, async::Executor executor,
                 async::Pool& compute, telemetry::Log log, BrowserSettings settings)
    : archive_(archive),
      cache_(cache),
      clock_(clock),
      executor_(executor),
      compute_(compute),
      log_(log),
      settings_(settings),
      hot_(settings.hot_bytes),
      group_(executor) {}

CacheType Browser::type_of(const Question& question) {
  if (std::holds_alternative<ItemIdentifier>(question)) return CacheType::item;
  return std::holds_alternative<PictureOf>(question) ? CacheType::thumbnail : CacheType::search;
}

Task<Result<Served>> Browser::search(archive::SearchQuery query, Deadline deadline) {
  auto key = key_of(query);
  Question question(std::move(query));
  return answer(std::move(key), std::move(question), deadline);
}

Task<Result<Served>> Browser::item(ItemIdentifier name, Deadline deadline) {
  auto key = key_of(name);
  Question question(std::move(name));
  return answer(std::move(key), std::move(question), deadline);
}

Task<Result<Served>> Browser::thumbnail(ItemIdentifier name, Deadline deadline) {
  auto key = "thumbnail " + std::string(name.text());
  PictureOf picture{std::move(name)};
  Question question(std::move(picture));
  return answer(std::move(key), std::move(question), deadline);
}

Task<Result<messages::Directory>> Browser::directory(Served item, std::string path) {
  return compute_.run(&read_directory, std::move(item), std::move(path));
}

Task<Result<Served>> Browser::answer(std::string key, Question question, Deadline deadline) {
  auto known = from_memory(key, question);
  if (known) co_return std::move(*known);

  const auto type = type_of(question);
  auto at_hand = in_memory(key);
  auto flight = begin(std::move(key), std::move(question), std::move(at_hand));
  if (!flight) {
    co_return fail_until(Errc::unavailable, "Too many ask at once; try again in a moment.", 2s,
                         "too many questions under way");
  }
  // Under way for nobody in particular, and long, since it is not in memory.
  if (flight->fallback && freshness_of(*flight->fallback) <= Freshness::refreshable) {
    co_return serve(flight->fallback, CacheStatus::stale);
  }
  auto waited = co_await landing(flight, deadline);
  if (!waited && waited.error().code == Errc::cancelled) co_return failure(waited);

  if (waited && *flight->outcome) co_return serve(**flight->outcome, flight->status);
  if (flight->fallback) co_return serve(flight->fallback, CacheStatus::stale);
  if (!waited) {
    co_return refuse(type, Error{Errc::timed_out, "The Archive takes too long.", "no answer yet"});
  }
  co_return refuse(type, flight->outcome->error());
}

/// What can be said at once; nothing when somebody has to be asked.
std::optional<Result<Served>> Browser::from_memory(const std::string& key,
                                                   const Question& question) {
  auto* hot = hot_.find(key);
  if (hot == nullptr) return std::nullopt;
  const auto ticks = clock_.ticks();
  if (!hot->answer) {
    if (ticks >= hot->repeat_until) return std::nullopt;
    auto& counts = tally_.of(type_of(question));
    ++(is_word_on_question(hot->refusal->code) ? counts.negative : counts.failed);
    auto error = *hot->refusal;
    if (error.code == Errc::unavailable) {
      error.retry_after = std::chrono::ceil<std::chrono::milliseconds>(hot->repeat_until - ticks);
    }
    return std::unexpected(std::move(error));
  }
  const auto answer = hot->answer;
  const bool held = holds_.has(key, ticks);
  switch (freshness_of(*answer)) {
    case Freshness::fresh:
      return serve(answer, CacheStatus::fresh);
    case Freshness::refreshable:
      if (!held) refresh(key, question, answer);
      return serve(answer, CacheStatus::stale);
    case Freshness::fallback:
      if (held) return serve(answer, CacheStatus::stale);
      return std::nullopt;
    case Freshness::useless:
      break;
  }
  return std::nullopt;
}

Served Browser::serve(AnswerPtr answer, CacheStatus status) {
  auto& counts = tally_.of(answer->type);
  ++(status == CacheStatus::fresh   ? counts.fresh
     : status == CacheStatus::stale ? counts.stale
                                    : counts.miss);
  const auto now = clock_.now();
  Served served;
  served.note.status = status;
  served.note.age_seconds = age_of(answer->made, now);
  served.fresh_for = settings_.policy.may_keep_for(answer->type, answer->made, now);
  served.answer = std::move(answer);
  return served;
}

std::unexpected<Error> Browser::refuse(CacheType type, Error error) {
  auto& counts = tally_.of(type);
  ++(is_word_on_question(error.code) ? counts.miss : counts.failed);
  return std::unexpected(for_caller(std::move(error)));
}

Freshness Browser::freshness_of(const Answer& answer) const {
  return settings_.policy.freshness_of(answer.type, answer.made, clock_.now());
}

/// The answer that is in memory, however old; null when none is.
AnswerPtr Browser::in_memory(const std::string& key) {
  const auto* hot = hot_.find(key);
  return hot != nullptr ? hot->answer : nullptr;
}

void Browser::refresh(const std::string& key, const Question& question, AnswerPtr at_hand) {
  if (flights_.contains(key) || refreshes_ >= settings_.most_refreshes) return;
  // Whether it began does not matter: the answer at hand is given all the same.
  if (const auto flight = begin(key, question, std::move(at_hand))) {
    flight->is_refresh = true;
    ++refreshes_;
  }
}

/// The flight for `key` that is under way, or a new one, which looks on the disk when there is
/// nothing at hand; null when there are too many.
Browser::FlightPtr Browser::begin(std::string key, Question question, AnswerPtr at_hand) {
  if (const auto found = flights_.find(key); found != flights_.end()) return found->second;
  if (flights_.size() >= settings_.most_flights) return nullptr;
  auto flight = std::make_shared<Flight>(executor_, std::move(key), std::move(question));
  flight->to_disk = at_hand == nullptr;
  if (at_hand && freshness_of(*at_hand) != Freshness::useless) {
    flight->fallback = std::move(at_hand);
  }
  flights_.emplace(flight->key, flight);
  group_.spawn(fly(flight));
  return flight;
}

/// Waits less long as soon as there is something to fall back on.
Task<Result<void>> Browser::landing(FlightPtr flight, Deadline deadline) {
  while (!flight->outcome) {
    auto patience = deadline;
    if (flight->fallback) {
      patience = deadline.or_sooner(Deadline::in(clock_, settings_.fallback_patience));
    }
    auto rung = co_await async::within(clock_, patience, flight->landed.wait());
    if (!rung) co_return failure(rung);
  }
  co_return Result<void>();
}

/// Whoever waits goes on, and who asks from now on begins anew.
void Browser::land(Flight& flight, Result<AnswerPtr> outcome, CacheStatus status) {
  if (std::exchange(flight.is_refresh, false)) --refreshes_;
  flight.outcome.emplace(std::move(outcome));
  flight.status = status;
  flights_.erase(flight.key);
  flight.landed.announce();
}

Task<void> Browser::fly(FlightPtr flight) {
  if (flight->to_disk) co_await look_on_disk(flight);
  if (!flight->outcome) co_await ask_archive(flight);
}

/// Lands the flight when the disk has an answer that may be given as it is.
Task<void> Browser::look_on_disk(FlightPtr flight) {
  auto clearing = clearings_;
  auto found = co_await cache_.find(flight->key);
  // What was found may have been thrown away meanwhile.
  while (std::exchange(clearing, clearings_) != clearings_)
    found = co_await cache_.find(flight->key);
  if (!found) {
    log_.warning("cache not read", {{"reason", found.error().detail}});
    co_return;
  }
  if (!*found) co_return;
  const auto& answer = *found;
  const auto freshness = freshness_of(*answer);
  if (freshness == Freshness::useless) co_return;
  hot_.put(flight->key, HotAnswer{answer});
  const bool held = holds_.has(flight->key, clock_.ticks());
  if (freshness == Freshness::fallback && !held) {
    flight->fallback = answer;
    flight->landed.announce();
    co_return;
  }
  const bool fresh = freshness == Freshness::fresh;
  land(*flight, answer, fresh ? CacheStatus::fresh : CacheStatus::stale);
  if (!fresh && !held) refresh(flight->key, flight->question, answer);
}

Task<void> Browser::ask_archive(FlightPtr flight) {
  auto body = co_await body_from_archive(flight->question);
  if (!body) {
    auto error = std::move(body).error();
    co_await note_refusal(flight, std::move(error));
    co_return;
  }
  auto answer = make_answer(type_of(flight->question), std::move(*body), clock_.now());
  hot_.put(flight->key, HotAnswer{answer});
  land(*flight, answer, CacheStatus::miss);
  if (answer->body.size() > most_kept_bytes) co_return;
  auto kept = co_await cache_.keep(flight->key, std::move(answer));
  if (!kept) log_.warning("answer not kept", {{"reason", kept.error().detail}});
}

Task<Result<std::string>> Browser::body_from_archive(Question question) {
  const auto deadline = Deadline::in(clock_, settings_.archive_time);
  if (auto* query = std::get_if<archive::SearchQuery>(&question)) {
    auto page = co_await archive_.search(*query, deadline);
    if (!page) co_return failure(page);
    if (work_of(*page) <= settings_.work_here) co_return search_body(std::move(*page), *query);
    co_return co_await compute_.run(&search_body, std::move(*page), std::move(*query));
  }
  if (auto* wanted = std::get_if<PictureOf>(&question)) {
    auto picture = co_await archive_.picture(wanted->item, deadline);
    if (!picture) co_return failure(picture);
    co_return body_of(*picture);
  }
  auto item = co_await archive_.item(std::get<ItemIdentifier>(question), deadline);
  if (!item) co_return failure(item);
  if (work_of(*item) <= settings_.work_here) co_return item_body(std::move(*item));
  co_return co_await compute_.run(&item_body, std::move(*item));
}

/// Remembers that the Archive did not answer, and lands the flight with it. What it said before
/// outweighs everything but the word that there is no such thing any more.
Task<void> Browser::note_refusal(FlightPtr flight, Error error) {
  const bool gone = error.code == Errc::not_found;
  if (gone) flight->fallback.reset();
  if (flight->fallback || !is_word_on_question(error.code)) {
    const auto detail = error.detail.empty() ? error.message : error.detail;
    log_.info("the Archive did not answer", {{"code", to_text(error.code)}, {"reason", detail}});
  }
  const auto repeat = settings_.policy.repeat_for(type_of(flight->question), error);
  const auto ticks = clock_.ticks();
  if (flight->fallback) {
    holds_.put(flight->key, ticks + settings_.hold, ticks);
  } else if (repeat) {
    HotAnswer refusal;
    refusal.refusal = error;
    refusal.repeat_until = ticks + *repeat;
    hot_.put(flight->key, std::move(refusal));
  }
  land(*flight, std::unexpected(std::move(error)), CacheStatus::miss);
  if (!gone) co_return;
  auto forgotten = co_await cache_.forget(flight->key);
  if (!forgotten) log_.warning("answer not forgotten", {{"reason", forgotten.error().detail}});
}

Task<Result<messages::CacheStatistics>> Browser::statistics() {
  auto holdings = co_await cache_.holdings();
  if (!holdings) co_return failure(holdings);
  messages::CacheStatistics all;
  for (const auto& word : json::words<CacheType>) {
    const auto type = word.value;
    const auto& counts = tally_.of(type);
    messages::CacheTypeStatistics one;
    one.type = type;
    one.hits = counts.fresh + counts.negative;
    one.misses = counts.miss + counts.failed;
    one.stale_served = counts.stale;
    for (const auto& holding : *holdings) {
      if (holding.type != type) continue;
      one.entries = holding.entries;
      one.bytes = holding.bytes;
    }
    all.entries += one.entries;
    all.bytes += one.bytes;
    all.hits += one.hits;
    all.misses += one.misses;
    all.stale_served += one.stale_served;
    all.types.push_back(one);
  }
  co_return all;
}

Task<Result<std::uint64_t>> Browser::clear(Clearing what) {
  hot_.clear(what);
  holds_.clear();
  auto cleared = co_await cache_.clear(what);
  // Whoever was looking on the disk may have found something before it was gone, or may yet say so.
  hot_.clear(what);
  ++clearings_;
  co_return cleared;
}

Task<void> Browser::close() {
  group_.cancel();
  co_await group_.join();
}

}  // namespace tapedeck::browse
