#pragma once

#include "archive/digest.hpp"
#include "archive/file_name.hpp"
#include "archive/item.hpp"
#include "base/instant.hpp"
#include "base/item_identifier.hpp"
#include "base/uuid.hpp"
#include "download/core/vault_path.hpp"
#include "messages/downloads.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace tapedeck::download {

using messages::JobStatus;
using messages::WaitingFor;

/// What the bytes of a file have to come to, as its item's metadata says. What is absent there
/// cannot be checked.
struct Expected {
  std::optional<std::uint64_t> bytes{};
  std::optional<archive::Sha1> sha1{};
  std::optional<archive::Md5> md5{};

  /// Whether there is a digest to check.
  [[nodiscard]] bool has_digest() const { return sha1.has_value() || md5.has_value(); }

  friend bool operator==(const Expected&, const Expected&) = default;
};

[[nodiscard]] Expected expected_of(const archive::File& file);

/// What the vault knows finished bytes by: their SHA-1, whatever the Archive gives a digest of.
using Content = archive::Sha1;

/// One file that somebody wants.
struct PlannedFile {
  ItemIdentifier item;
  archive::FileName file;
  std::string title{};
  std::string format{};
  Expected expected{};
};

/// Jobs of priority 9 go before all others, those of 0 behind them.
inline constexpr std::uint32_t highest_priority = 9;
inline constexpr std::uint32_t default_priority = 5;

/// One file on its way into the vault, or there: a row of `downloads`.
struct Job {
  JobId id;
  UserId user;
  ItemIdentifier item;
  archive::FileName file;
  std::string title{};
  std::string format{};

  std::uint32_t priority = default_priority;  ///< Higher ones go first, whatever their order.
  std::uint64_t order = 0;                    ///< Its place in the queue; lower comes first.
  JobStatus status = JobStatus::pending;
  std::optional<WaitingFor> waiting_for{};  ///< Only while pending.
  std::optional<Instant> retry_at{};        ///< Not before this; only while pending.

  Expected expected{};
  std::uint64_t bytes_done = 0;  ///< So much of the part has been flushed to the disk.
  std::string etag{};            ///< Of the file those bytes belong to; empty when unknown.
  std::uint64_t furthest = 0;    ///< The most bytes of it that any try came to.
  bool has_part = false;         ///< A part may lie in the vault, if only an empty one.
  /// What its finished bytes are, or are about to be, known by in the vault.
  std::optional<Content> content{};
  std::optional<VaultPath> place{};  ///< What its user sees the finished file as.
  std::uint32_t failures = 0;        ///< Tries in a row that came no further.
  std::uint32_t restarts = 0;        ///< How often it began anew because its bytes were wrong.
  std::uint64_t fence = 0;           ///< The number of its last claim (lease.hpp).

  Instant created{};
  std::optional<Instant> started{};
  std::optional<Instant> completed{};
  std::string error{};  ///< What went wrong last, a sentence for the user; empty when nothing did.
};

/// The longest that a job waits, whatever it is told
/// (docs/decisions/0007-polite-to-the-archive.md). A `retry_at` further ahead is of a clock that
/// was set since.
inline constexpr std::chrono::milliseconds longest_wait{3'600'000};

/// A job that failed so often in a row stands behind the others: they may have more luck.
inline constexpr std::uint32_t often = 3;

/// Whether the job is still on its way: waiting or at work.
[[nodiscard]] constexpr bool is_active(JobStatus status) {
  return status == JobStatus::pending || status == JobStatus::downloading ||
         status == JobStatus::verifying || status == JobStatus::paused;
}

/// How much of the job is done, 0 to 100. Only a completed job has 100: a file whose every byte has
/// come may still turn out to be wrong.
[[nodiscard]] double percent_done(const Job& job);

/// What its user sees the finished file as in the vault; a plain name when it has none yet.
[[nodiscard]] VaultPath place_of(const Job& job);

/// Where its part lies among the vault's parts.
[[nodiscard]] VaultPath part_of(const Job& job);

/// Where the Archive keeps the file: `https://archive.org/download/…`.
[[nodiscard]] std::string address_of(const Job& job);

}  // namespace tapedeck::download
