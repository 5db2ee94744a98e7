#pragma once

#include "archive/archive.hpp"
#include "async/clock.hpp"
#include "async/pool.hpp"
#include "async/task_group.hpp"
#include "base/result.hpp"
#include "browse/core/answer.hpp"
#include "browse/core/cache_policy.hpp"
#include "browse/core/holds.hpp"
#include "browse/core/hot_answers.hpp"
#include "browse/core/ports.hpp"
#include "browse/core/tally.hpp"
#include "messages/cache.hpp"
#include "telemetry/log.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace tapedeck::browse {

/// What the browser allows itself.
struct BrowserSettings {
  CachePolicy policy{};
  std::size_t hot_bytes = std::size_t{8} << 20;  ///< About 400 pages of 50 results.
  std::size_t most_flights = 128;                ///< Questions under way at once.
  /// Of those the ones for which nobody waits, so that a listener's question finds no long queue
  /// before it. Who asks for a stale answer later tries again.
  std::size_t most_refreshes = 2;
  /// How long the Archive may take to answer, its turn included. Others may wait for the same
  /// answer, so it is no caller's deadline; less than the 30 s a request has.
  std::chrono::milliseconds archive_time{25'000};
  /// How long a caller waits for the Archive when there is an old answer to fall back on.
  std::chrono::milliseconds fallback_patience{5'000};
  /// How long nothing is asked again after the Archive failed and an old answer could be given.
  std::chrono::milliseconds hold{30'000};
  /// Answers above this much work (work_of()) are described on the pool: they would hold the loop
  /// up.
  std::size_t work_here = 500;
};

/// An answer for one caller.
struct Served {
  AnswerPtr answer;
  messages::CacheNote note;
  std::chrono::seconds fresh_for{0};  ///< For so long the caller may keep it.
};

/// Looks things up at the Archive, from the cache where that will do.
///
/// A fresh answer is given as it is. A stale one is given too, while the Archive is asked again in
/// the background; a very old one only when the Archive is away. Callers who ask for the same thing
/// at once wait for one question to the Archive, which goes on when the first of them leaves.
/// That it refuses a question is remembered for minutes, and nonsense for a moment.
///
/// Errors of each question: `not_found`; `invalid` when the Archive rejects it; `unavailable` with
/// the time to wait, `timed_out` and `bad_upstream` when there is no answer to fall back on;
/// `cancelled`.
///
/// Lives on the service's loop; not thread-safe. close() ends what it started.
class Browser {
 public:
  Browser(archive::Archive& archive, Cache& cache, Clock& clock, async::Executor executor,
          async::Pool& compute, telemetry::Log log, BrowserSettings settings = {});
  Browser(const Browser&) = delete;
  Browser& operator=(const Browser&) = delete;

  /// One page of what a search finds.
  Task<Result<Served>> search(archive::SearchQuery query, Deadline deadline);

  /// One item and its files.
  Task<Result<Served>> item(ItemIdentifier name, Deadline deadline);

  /// The picture of an item; picture_of() reads it.
  Task<Result<Served>> thumbnail(ItemIdentifier name, Deadline deadline);

  /// One folder of what item() gave; an empty path is the item itself. Errors: `not_found` for a
  /// folder it does not have, `unavailable` when too much is computed.
  Task<Result<messages::Directory>> directory(Served item, std::string path);

  /// How much is kept, and how useful that was.
  Task<Result<messages::CacheStatistics>> statistics();

  /// Throws away answers from memory and from the disk; gives how many entries that were there.
  Task<Result<std::uint64_t>> clear(Clearing what);

  [[nodiscard]] const Tally& tally() const noexcept { return tally_; }

  /// Gives up what it is doing and waits for it to end. Call once, before the destructor.
  Task<void> close();

 private:
  /// Whose picture is wanted.
  struct PictureOf {
    ItemIdentifier item;
  };
  using Question = std::variant<archive::SearchQuery, ItemIdentifier, PictureOf>;
  struct Flight;
  using FlightPtr = std::shared_ptr<Flight>;

  [[nodiscard]] static CacheType type_of(const Question& question);

  Task<Result<Served>> answer(std::string key, Question question, Deadline deadline);
  [[nodiscard]] std::optional<Result<Served>> from_memory(const std::string& key,
                                                          const Question& question);
  [[nodiscard]] Served serve(AnswerPtr answer, CacheStatus status);
  [[nodiscard]] std::unexpected<Error> refuse(CacheType type, Error error);

  [[nodiscard]] Freshness freshness_of(const Answer& answer) const;
  [[nodiscard]] AnswerPtr in_memory(const std::string& key);
  void refresh(const std::string& key, const Question& question, AnswerPtr at_hand);
  [[nodiscard]] FlightPtr begin(std::string key, Question question, AnswerPtr at_hand);
  Task<Result<void>> landing(FlightPtr flight, Deadline deadline);
  void land(Flight& flight, Result<AnswerPtr> outcome, CacheStatus status);

  Task<void> fly(FlightPtr flight);
  Task<void> look_on_disk(FlightPtr flight);
  Task<void> ask_archive(FlightPtr flight);
  Task<Result<std::string>> body_from_archive(Question question);
  Task<void> note_refusal(FlightPtr flight, Error error);

  archive::Archive& archive_;
  Cache& cache_;
  Clock& clock_;
  async::Executor executor_;
  async::Pool& compute_;
  telemetry::Log log_;
  BrowserSettings settings_;
  Tally tally_;
  HotAnswers hot_;
  Holds holds_;
  std::map<std::string, FlightPtr, std::less<>> flights_;
  std::size_t refreshes_ = 0;  // of them
  std::uint64_t clearings_ = 0;
  async::TaskGroup group_;
};

}  // namespace tapedeck::browse
