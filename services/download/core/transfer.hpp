#pragma once

#include "archive/archive.hpp"
#include "async/clock.hpp"
#include "async/event.hpp"
#include "download/core/budget.hpp"
#include "download/core/item_shelf.hpp"
#include "download/core/limits.hpp"
#include "download/core/naming.hpp"
#include "download/core/ports.hpp"
#include "download/core/progress.hpp"
#include "download/core/resume.hpp"
#include "download/core/tally.hpp"
#include "download/core/watchers.hpp"

#include <chrono>
#include <cstdint>
#include <expected>
#include <memory>
#include <optional>
#include <span>

namespace tapedeck::download {

/// What downloads stand on; all of it outlives them.
struct Ground {
  Clock& clock;
  archive::Archive& archive;
  ItemShelf& items;
  JobStore& store;
  Vault& vault;
  Watchers& watchers;
  Tally& tally;
  Budget& budget;
  Naming naming{};
  Limits limits{};
};

/// One try to bring one job's file into the vault.
///
/// At any moment the program may die: the row then says how many bytes are on the disk for sure,
/// and the next try goes on from there. The order at the end is: flush, compare the digest, keep
/// the bytes, give them their name, flush the folders, and only then the row.
class Transfer final : private archive::Sink {
 public:
  /// So many bytes at most are not on the disk for sure. What a killed program fetches again is
  /// this, and what the client of the Archive has read ahead (1 MiB at most, when the disk is
  /// slow).
  static constexpr std::uint64_t flush_bytes = 512U << 10U;
  /// The same for a slow line.
  static constexpr std::chrono::milliseconds flush_time{1'000};
  /// How long it may wait for its turn at the Archive.
  static constexpr std::chrono::minutes begin_patience{2};
  static constexpr std::chrono::seconds silence{30};
  /// What the metadata said of a file holds so long; then they are asked again, since the uploader
  /// may have replaced it, or the artist taken it back.
  static constexpr std::chrono::minutes metadata_time{10};

  /// A full disk empties the trash but for what came there in the last hour: somebody may be about
  /// to take it back.
  static constexpr std::chrono::hours trash_grace{1};

  using Step = std::expected<void, Verdict>;

  Transfer(const Ground& ground, async::Executor home, Job job, std::uint32_t dice);

  /// Gives nothing when the file is in the vault, whole; else what stood in the way. The row is
  /// still to be written.
  Task<Step> run();

  /// Its user has cancelled or paused the job: ends run() soon.
  void interrupt();

  [[nodiscard]] bool interrupted() const noexcept { return interrupted_; }

  /// The job as it is now; what becomes of it is the engine's matter.
  [[nodiscard]] Job& job() noexcept { return job_; }

  /// Whether the file was in the vault already, and nothing was fetched.
  [[nodiscard]] bool was_at_hand() const noexcept { return at_hand_; }

  /// Whether the finished file has a name in the vault that it did not have before.
  [[nodiscard]] bool has_new_name() const noexcept { return has_new_name_; }

 private:
  Task<Result<void>> begin(archive::FetchStart start) override;
  Task<Result<void>> write(std::span<const std::byte> bytes) override;

  Task<Step> look_at_hand();
  Task<Step> learn();
  [[nodiscard]] std::optional<Clock::Ticks> told_too_early() const;
  void expect(Expected expected);
  Task<Step> open();
  Task<Result<std::uint64_t>> room_without_trash();
  Task<Step> receive();
  Task<std::expected<std::optional<Content>, Verdict>> known_content();
  Task<Step> check_and_keep();
  Task<Step> put_aside(std::string why);
  Task<Result<void>> give_name();
  Task<Step> give_names(bool replaced);
  Task<Result<archive::Fetched>> fetch();
  Task<Result<void>> break_off();
  /// Adds `bytes`, which stay valid until this task ends.
  Task<Result<void>> put(std::span<const std::byte> bytes);
  Task<Step> flush();
  Task<Step> record();
  void tell_progress();

  [[nodiscard]] std::unexpected<Verdict> trouble(Side side, Error error);
  [[nodiscard]] std::unexpected<Error> refuse(Verdict verdict);
  [[nodiscard]] std::uint32_t count_failure();
  [[nodiscard]] bool is_another_version(const archive::FetchStart& start) const;

  Ground ground_;
  async::Event interruption_;
  Job job_;
  VaultPath part_path_;
  std::uint32_t dice_;
  bool interrupted_ = false;
  bool at_hand_ = false;
  bool has_new_name_ = false;
  bool began_anew_ = false;  ///< In this try the Archive began at zero though more was there.
  std::uint64_t unflushed_ = 0;
  Clock::Ticks flushed_at_{};
  Pace pace_;
  std::unique_ptr<Part> part_;
  std::optional<Verdict> refused_;  ///< Why the sink ended the sending.
};

}  // namespace tapedeck::download
