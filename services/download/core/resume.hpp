#pragma once

#include "archive/archive.hpp"
#include "base/result.hpp"
#include "download/core/job.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace tapedeck::download {

/// What to do with what is there already when the sending of a file begins.
enum class Beginning : std::uint8_t {
  go_on,       ///< The bytes follow on those that are there.
  from_zero,   ///< The file begins again: throw away what is there.
  other_file,  ///< It is not the file the item's metadata told of: look at those again.
  not_ours,    ///< Some other part of the file comes; take none of it.
};

/// `there` bytes are in the part. The Archive's node may answer a range with the whole file (200,
/// RFC 9110 §14.2), and does when the file has changed since (If-Range, §13.1.5).
[[nodiscard]] Beginning begin_with(std::uint64_t there, const archive::FetchStart& start,
                                   const Expected& expected);

/// What follows when a sending has ended without an error.
enum class Ending : std::uint8_t {
  verify,      ///< Every byte is there.
  ask_again,   ///< The connection dropped; go on from the last byte.
  begin_anew,  ///< The node takes the file for whole, but it is shorter or longer than it must be.
};

[[nodiscard]] Ending end_with(std::uint64_t there, const archive::Fetched& fetched,
                              const Expected& expected);

/// Who gave an error.
enum class Side : std::uint8_t {
  archive,
  vault,  ///< Before or beside the bytes: what the last flush covered is as good as it was.
  bytes,  ///< The vault, while it took or proved bytes: nothing is known of them any more.
  row,    ///< The database. It says nothing about the bytes.
};

/// An error on the way of a job.
struct Trouble {
  Side side = Side::archive;
  Error error{};
};

/// What becomes of a job that met with trouble.
struct Verdict {
  enum class Kind : std::uint8_t {
    wait,        ///< Pending again until `wait` has passed, for `waiting_for`.
    begin_anew,  ///< The bytes are no good: once more from zero, with fresh metadata.
    fail,        ///< A later try will not help.
    stop,        ///< The program stops; the row says what to go on with.
  };

  Kind kind = Kind::fail;
  WaitingFor waiting_for = WaitingFor::retry_at;
  std::chrono::milliseconds wait{0};
  std::string why{};       ///< For the user.
  bool for_all = false;    ///< With `wait`: every other job would meet the same just now.
  bool from_zero = false;  ///< With `wait`: what is there is not trusted any more.
};

/// How often a job begins anew because its bytes were wrong.
inline constexpr std::uint32_t most_restarts = 1;

/// After so many answers in a row that nobody can read, a job is given up; after so many sendings
/// that began at zero and came no further, its bytes are taken for wrong.
inline constexpr std::uint32_t most_unreadable = 8;

/// How long a job waits, at least, that found no room, no vault or a disk that fails. The queue as
/// a whole waits less (engine.hpp), so that a smaller job behind it gets its look at the disk.
inline constexpr std::chrono::milliseconds disk_patience{20'000};

/// What to do about `trouble`, the `failures`-th in a row without a byte. `dice` is any number.
///
/// What the Archive cannot do now is waited for without end, since a collector's queue outlives its
/// outages; so is room on the disk, a disk that fails, and the database.
[[nodiscard]] Verdict judge(const Trouble& trouble, std::uint32_t failures, std::uint32_t dice);

/// What to do about a part that is not what it must be: once more, then `why` is the end of it.
[[nodiscard]] Verdict judge_wrong_bytes(std::uint32_t restarts, std::string why);

/// What to do when the connection dropped after some bytes, the `failures`-th time in a row (from
/// 1) without any.
[[nodiscard]] Verdict judge_drop(std::uint32_t failures, std::uint32_t dice);

/// What to do when no bytes may come until `left` has passed: nothing has gone wrong.
[[nodiscard]] Verdict judge_hours(std::chrono::milliseconds left);

/// Makes `job` what `verdict` says, at `now`. Stopping changes nothing.
void apply(Job& job, const Verdict& verdict, Instant now);

}  // namespace tapedeck::download
