#include "download/core/resume.hpp"

#include "async/backoff.hpp"

#include <algorithm>
#include <utility>

namespace tapedeck::download {
namespace {

using std::chrono::milliseconds;

/// Between the tries of one file: the first comes soon, since a dropped connection is normal.
constexpr async::Backoff between_tries{.first = milliseconds{1'000},
                                       .ceiling = milliseconds{300'000}};

Verdict wait_for(WaitingFor what, milliseconds wait, std::string why) {
  return Verdict{Verdict::Kind::wait, what, wait, std::move(why)};
}

Verdict give_up(std::string why) {
  return Verdict{.kind = Verdict::Kind::fail, .why = std::move(why)};
}

Verdict begin_anew(std::string why) {
  return Verdict{.kind = Verdict::Kind::begin_anew, .why = std::move(why)};
}

Verdict judge_archive(const Error& error, std::uint32_t failures, std::uint32_t dice) {
  const auto pause = between_tries.wait(failures, dice);
  switch (error.code) {
    case Errc::unavailable:
    case Errc::rate_limited:
    case Errc::timed_out: {
      const auto asked = std::min(error.retry_after.value_or(pause), longest_wait);
      auto verdict = wait_for(WaitingFor::archive, std::max(pause, asked), error.message);
      // Only who holds everybody back names a time (archive/limiter.hpp); else it may be one node.
      verdict.for_all = error.retry_after.has_value();
      return verdict;
    }
    case Errc::conflict:
      return begin_anew(error.message);
    case Errc::bad_upstream:
      if (failures < most_unreadable) return wait_for(WaitingFor::retry_at, pause, error.message);
      return give_up(error.message);
    case Errc::not_found:
      return give_up("The Archive does not have this file any more.");
    case Errc::forbidden:
      return give_up("The Archive keeps this file to itself.");
    default:
      return give_up(error.message);
  }
}

Verdict judge_vault(const Trouble& trouble, std::uint32_t failures, std::uint32_t dice) {
  const auto& error = trouble.error;
  auto verdict = wait_for(WaitingFor::disk, disk_patience, error.message);
  switch (error.code) {
    case Errc::storage_full:  // for this file; a smaller one may fit
    case Errc::timed_out:     // another process, taken for dead, has its part open
      return verdict;
    case Errc::unavailable:  // the vault is not there, or its pool has too much to do
      verdict.for_all = true;
      return verdict;
    case Errc::storage:
      // After a failed write or fsync nobody knows what the disk holds (the fsync surprise of
      // 2018): what was written is not trusted. It is not fetched again and again, as fast as it
      // comes, onto a place of the disk that is bad.
      verdict.from_zero = trouble.side == Side::bytes;
      if (verdict.from_zero) {
        verdict.wait = std::max(disk_patience, between_tries.wait(failures, dice));
      }
      verdict.for_all = true;
      return verdict;
    default:
      return give_up(error.message);
  }
}

}  // namespace

Beginning begin_with(std::uint64_t there, const archive::FetchStart& start,
                     const Expected& expected) {
  if (start.first != there && start.first != 0) return Beginning::not_ours;
  if (start.total && expected.bytes && *start.total != *expected.bytes) {
    return Beginning::other_file;
  }
  return start.first == there ? Beginning::go_on : Beginning::from_zero;
}

Ending end_with(std::uint64_t there, const archive::Fetched& fetched, const Expected& expected) {
  if (expected.bytes && there > *expected.bytes) return Ending::begin_anew;
  if (!fetched.complete) return Ending::ask_again;
  if (expected.bytes && there != *expected.bytes) return Ending::begin_anew;
  return Ending::verify;
}

Verdict judge(const Trouble& trouble, std::uint32_t failures, std::uint32_t dice) {
  if (trouble.error.code == Errc::cancelled) return Verdict{.kind = Verdict::Kind::stop};
  switch (trouble.side) {
    case Side::archive:
      return judge_archive(trouble.error, failures, dice);
    case Side::row:
      return wait_for(WaitingFor::retry_at, between_tries.wait(failures, dice),
                      trouble.error.message);
    case Side::vault:
    case Side::bytes:
      break;
  }
  return judge_vault(trouble, failures, dice);
}

Verdict judge_wrong_bytes(std::uint32_t restarts, std::string why) {
  return restarts < most_restarts ? begin_anew(std::move(why)) : give_up(std::move(why));
}

Verdict judge_drop(std::uint32_t failures, std::uint32_t dice) {
  return wait_for(WaitingFor::retry_at, between_tries.wait(failures, dice),
                  "The connection to the Archive dropped.");
}

Verdict judge_hours(milliseconds left) { return wait_for(WaitingFor::hours, left, ""); }

void apply(Job& job, const Verdict& verdict, Instant now) {
  job.waiting_for.reset();
  job.retry_at.reset();
  job.error = verdict.why;
  switch (verdict.kind) {
    case Verdict::Kind::wait:
      job.status = JobStatus::pending;
      job.waiting_for = verdict.waiting_for;
      job.retry_at = now + verdict.wait;
      if (verdict.from_zero) {
        job.bytes_done = 0;
        job.etag.clear();
      }
      return;
    case Verdict::Kind::begin_anew:
      job.status = JobStatus::pending;
      job.waiting_for = WaitingFor::slot;
      job.bytes_done = job.furthest = 0;
      job.etag.clear();
      ++job.restarts;
      return;
    case Verdict::Kind::fail:
      job.status = JobStatus::failed;
      return;
    case Verdict::Kind::stop:
      return;
  }
}

}  // namespace tapedeck::download
