#pragma once

#include "archive/archive.hpp"
#include "async/event.hpp"
#include "async/task_group.hpp"
#include "http/response.hpp"

#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>

namespace tapedeck::download {

/// A file of the Archive on its way to a listener while it comes: what the Archive sends at one
/// end, and what the listener takes at the other. Lives on one loop.
class Passage final : public archive::Sink {
 public:
  /// So much is taken from the Archive before the listener has taken what is here.
  static constexpr std::size_t most_waiting = 256 * 1024;

  explicit Passage(async::Executor home) : changed_(home) {}

  /// Waits until the sending begins and says how; nothing when the file has nothing at or behind
  /// the first byte that was asked for. Errors: those of Archive::fetch.
  Task<Result<std::optional<archive::FetchStart>>> opened();

  /// Nothing is taken behind the first `bytes`. Before the first next().
  void take_only(std::uint64_t bytes);

  /// The next bytes, as they come; empty when there will be no more. Errors: those of
  /// Archive::fetch; `bad_upstream` when the Archive broke off.
  Task<Result<std::string>> next();

  /// Nobody takes anything any more: the fetch ends.
  void leave();

  /// Waits until leave(). Errors: `cancelled`.
  Task<Result<void>> left();

  /// How the fetch has ended; it touches the passage no more.
  void ended(Result<archive::Fetched> how);

  /// Bytes of the whole file, once that is known.
  [[nodiscard]] std::optional<std::uint64_t> total() const;

 private:
  Task<Result<void>> begin(archive::FetchStart start) override;
  Task<Result<void>> write(std::span<const std::byte> bytes) override;

  async::Event changed_;
  std::optional<archive::FetchStart> start_;
  std::optional<Result<archive::Fetched>> end_;
  std::string waiting_;
  std::uint64_t wanted_ = std::numeric_limits<std::uint64_t>::max();
  bool left_ = false;
};

/// The listener's end of a passage, as the body of an answer; leaves it when it is destroyed.
class PassageBody final : public http::BodySource {
 public:
  explicit PassageBody(std::shared_ptr<Passage> passage) : passage_(std::move(passage)) {}
  ~PassageBody() override { passage_->leave(); }
  PassageBody(const PassageBody&) = delete;
  PassageBody& operator=(const PassageBody&) = delete;

  [[nodiscard]] Passage& passage() noexcept { return *passage_; }

  Task<Result<void>> send(http::BodyWriter& writer) override;

 private:
  // Shared with the fetch: the listener may leave before the Archive's next bytes come, and those
  // may all have come before the listener has taken them.
  std::shared_ptr<Passage> passage_;
};

/// Everything that is being passed through.
class Passages {
 public:
  /// The longest silence of the Archive that a listener bears.
  static constexpr std::chrono::milliseconds silence{20'000};

  /// `archive` outlives this.
  Passages(async::Executor home, archive::Archive& archive)
      : archive_(archive), home_(home), tasks_(home) {}

  /// Begins to fetch a file; it has `begin_by` to get its turn among the transfers.
  [[nodiscard]] std::unique_ptr<PassageBody> open(archive::FetchRequest request, Deadline begin_by);

  /// Ends every fetch and waits for it. Call once, after the last answer.
  Task<void> stop();

 private:
  archive::Archive& archive_;
  async::Executor home_;
  async::TaskGroup tasks_;
};

}  // namespace tapedeck::download
