#pragma once

#include "archive/answers.hpp"
#include "archive/archive.hpp"
#include "archive/client.hpp"
#include "archive/limiter.hpp"
#include "archive/wire.hpp"
#include "async/clock.hpp"
#include "async/pool.hpp"
#include "support/archive_script.hpp"

namespace tapedeck::test {

/// A wire that plays a script on the test's clock: no sockets, and time passes only where the
/// script is silent.
class ScriptedWire final : public archive::Wire {
 public:
  ScriptedWire(ArchiveScript& script, Clock& clock) : script_(script), clock_(clock) {}

  Task<Result<archive::WireOutcome>> get(archive::WireRequest request,
                                         archive::WireReader& reader) override;

  /// How long each answer takes to begin; at once unless said otherwise.
  void takes(std::chrono::milliseconds delay) { delay_ = delay; }

  /// How many calls are under way, and the most there ever were.
  [[nodiscard]] int under_way() const { return under_way_; }
  [[nodiscard]] int most_under_way() const { return most_under_way_; }

  /// When each call began, since the clock's beginning.
  [[nodiscard]] const std::vector<std::chrono::milliseconds>& begun() const { return begun_; }

 private:
  Task<Result<archive::WireOutcome>> play(ScriptedAnswer answer, archive::WireReader& reader,
                                          std::chrono::milliseconds idle);

  ArchiveScript& script_;
  Clock& clock_;
  std::chrono::milliseconds delay_{0};
  int under_way_ = 0;
  int most_under_way_ = 0;
  std::vector<std::chrono::milliseconds> begun_;
};

/// The Archive, played from a script, with all its manners:
/// `archive.file("d1t01.flac", 1'000).drops_after(700).then_serves_the_rest();`
class ScriptedArchive final : public archive::Archive, public ArchiveScript {
 public:
  explicit ScriptedArchive(Clock& clock, archive::Manners manners = {}, std::uint32_t seed = 1977)
      : wire_(*this, clock),
        limiter_(clock, manners, seed),
        compute_("compute", 1, 8),
        client_(wire_, limiter_, clock, compute_, archive::most_answer_bytes) {}

  Task<Result<archive::SearchPage>> search(archive::SearchQuery query, Deadline deadline) override {
    return client_.search(std::move(query), deadline);
  }
  Task<Result<archive::ScrapePage>> scrape(archive::ScrapeQuery query, Deadline deadline) override {
    return client_.scrape(std::move(query), deadline);
  }
  Task<Result<archive::Item>> item(ItemIdentifier name, Deadline deadline) override {
    return client_.item(std::move(name), deadline);
  }
  Task<Result<archive::Picture>> picture(ItemIdentifier name, Deadline deadline) override {
    return client_.picture(std::move(name), deadline);
  }
  Task<Result<archive::Fetched>> fetch(archive::FetchRequest request, archive::Sink& sink,
                                       archive::Patience patience) override {
    return client_.fetch(std::move(request), sink, patience);
  }
  using ArchiveScript::item;

  [[nodiscard]] ScriptedWire& wire() { return wire_; }
  [[nodiscard]] archive::Limiter& limiter() { return limiter_; }

 private:
  ScriptedWire wire_;
  archive::Limiter limiter_;
  async::Pool compute_;
  archive::Client client_;
};

}  // namespace tapedeck::test
