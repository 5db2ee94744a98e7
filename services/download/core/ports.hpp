#pragma once

#include "async/task.hpp"
#include "base/result.hpp"
#include "download/core/action.hpp"
#include "download/core/job.hpp"
#include "download/core/job_group.hpp"
#include "download/core/lease.hpp"
#include "download/core/naming.hpp"
#include "download/core/vault_path.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

namespace tapedeck::download {

/// What the bytes of a part have come to.
struct Proof {
  /// How they differ from what the file has to be: a sentence with both sums or sizes.
  std::optional<std::string> wrong{};
  Content content{};
};

/// The unfinished file of one running job. Lies away from all finished ones, so that a file which
/// can be seen is whole.
///
/// Destroyed without keep(), it stays on the disk for open_part(). One call at a time. Errors of
/// all: `storage_full`, `storage`; after any of them only what the last flush() covered is sure.
class Part {
 public:
  virtual ~Part() = default;

  /// So much is there, flushed or not.
  [[nodiscard]] virtual std::uint64_t bytes() const = 0;

  /// Adds `bytes`, which stay valid until this task ends.
  virtual Task<Result<void>> append(std::span<const std::byte> bytes) = 0;

  /// What was added survives a power cut from now on.
  virtual Task<Result<void>> flush() = 0;

  /// Throws away what is there; goes on as an empty part.
  virtual Task<Result<void>> restart() = 0;

  /// Compares the whole part with what the file has to come to. Flushes before.
  virtual Task<Result<Proof>> verify() = 0;

  /// Puts the verified part among the finished bytes, and makes that survive a power cut; the part
  /// is of no use any more. Whether bytes of the same content were there, which were no good, and
  /// have been replaced.
  virtual Task<Result<bool>> keep() = 0;

  /// Puts a part that is not what it has to be into the trash, as what it is; it is of no use any
  /// more. There whoever doubts the Archive's word finds it, and so does Vault::holds(), should the
  /// Archive take its word back.
  virtual Task<Result<void>> put_aside() = 0;
};

/// Whether what else has a file's name in the vault gives way to it.
enum class InTheWay : std::uint8_t {
  stays,       ///< A copy, or what its user has made of it.
  goes_aside,  ///< Into the trash: it was damaged.
};

/// What was removed from the trash.
struct Emptied {
  std::uint64_t files = 0;
  std::uint64_t bytes = 0;
};

/// The folder of finished music on our disk: each content once, and names for it, those that users
/// see (docs/decisions/0021-bytes-once-names-many.md).
///
/// `vault/folder_vault.hpp` is a real one, `tests/support/memory_vault.hpp` plays it. Both keep
/// these promises:
///  - What is kept, or has a name, is whole and was verified.
///  - Nothing that was finished is removed but by way of the trash.
///  - No path leads outside, whatever lies in it; no link is followed.
///  - A vault that is not there (an unmounted disk) gives `unavailable` from every call, and is not
///    taken for one that has lost its files.
///
/// Errors of all besides: `storage_full`, `storage`. Called on any loop; outlives its parts.
class Vault {
 public:
  virtual ~Vault() = default;

  /// The part of a file, made when there is none. Of what is there already only the first `trusted`
  /// bytes are kept, and they are read again for the digest; fewer when fewer are there, none when
  /// they cannot be read. Errors also: `timed_out` while another process has it open.
  virtual Task<Result<std::unique_ptr<Part>>> open_part(VaultPath path, std::uint64_t trusted,
                                                        Expected expected) = 0;

  /// Removes the part, if there is one, and the folders that become empty. Errors also: `timed_out`
  /// while another process has it open.
  virtual Task<Result<void>> drop_part(VaultPath path) = 0;

  /// Whether the content is there, be it in the trash, from where it is taken back, and its bytes,
  /// read again, are right. False also when they cannot be read: they are fetched then.
  virtual Task<Result<bool>> holds(Content content) = 0;

  /// Bytes of the content, be it in the trash, from where it is taken back; nothing when it is not
  /// there. Does not read it.
  virtual Task<Result<std::optional<std::uint64_t>>> size(Content content) = 0;

  /// Gives the content a name, without a second copy of its bytes where the disk can do that;
  /// whether that is new. Errors also: `not_found` when the content is not there, `conflict` when a
  /// folder, or another spelling of the name, lies in the way on this disk.
  virtual Task<Result<bool>> show(Content content, VaultPath path, InTheWay other) = 0;

  /// Takes the name away, if it is there, and the folders that become empty. Other bytes than those
  /// of `content` under this name go into the trash.
  virtual Task<Result<void>> hide(VaultPath path, std::optional<Content> content) = 0;

  /// Contents without a name, last written to before `before`; on a disk without links all.
  virtual Task<Result<std::vector<Content>>> unnamed(Instant before) = 0;

  /// Moves the content into the trash, if it is there and has no name.
  virtual Task<Result<void>> discard(Content content) = 0;

  /// Removes for good what came into the trash before `before`.
  virtual Task<Result<Emptied>> empty_trash(Instant before) = 0;

  /// Takes a file among the finished ones that has a name only; reads it. Nothing when it is not
  /// there, or is not what is expected.
  virtual Task<Result<std::optional<Content>>> adopt(VaultPath path, Expected expected) = 0;

  /// Removes the parts that are none of `wanted` (VaultPath::text()) and were last written to
  /// before `since`, and the folders that become empty; gives how many. What another process has
  /// open stays.
  virtual Task<Result<std::uint64_t>> tidy(std::set<std::string> wanted, Instant since) = 0;

  /// So many bytes may still be written; what the operator keeps free is not counted.
  virtual Task<Result<std::uint64_t>> room() = 0;
};

/// Which jobs of a user are wanted, and which page of them.
struct JobFilter {
  std::optional<JobStatus> status{};
  std::optional<ItemIdentifier> item{};
  std::uint32_t page = 1;  ///< From 1.
  std::uint32_t per_page = 50;
};

/// Jobs, those asked for last first.
struct JobPage {
  std::uint64_t total = 0;  ///< On all pages together.
  std::vector<Job> jobs;
};

/// The durable queue, as one worker sees it: a process, which keeps its name when it is started
/// anew. Others may work off the same one (lease.hpp).
///
/// Errors of all: `unavailable`, `storage_full`, `storage`. What a call has answered survives the
/// death of the program; and a power cut, too, if it was one of what a user wants, or the save() of
/// a job that has come to its end.
class JobStore {
 public:
  virtual ~JobStore() = default;

  /// Keeps what is known of recordings, for the names of their files.
  virtual Task<Result<void>> remember(std::vector<Facts> facts) = 0;

  /// Nothing when nothing was kept of it.
  virtual Task<Result<std::optional<Facts>>> facts(ItemIdentifier item) = 0;

  /// A completed job's file has another name. False, and nothing written, when the job is another's
  /// by now.
  virtual Task<Result<bool>> renamed(Job job) = 0;

  /// Puts the files at the end of the queue, and gives the job of each, in their order. A file the
  /// user has a job for keeps that one; it is queued anew when it had failed or been cancelled, or
  /// when it is among `again`.
  virtual Task<Result<std::vector<Job>>> add(UserId user, std::vector<PlannedFile> files,
                                             std::vector<JobId> again, Instant now) = 0;

  /// Errors also: `not_found`, also for another user's.
  virtual Task<Result<Job>> find(UserId user, JobId id) = 0;

  /// The job of a user for a file. Errors as above.
  virtual Task<Result<Job>> find_file(UserId user, ItemIdentifier item, archive::FileName file) = 0;

  /// Errors as above.
  virtual Task<Result<JobPage>> list(UserId user, JobFilter filter) = 0;

  /// A user's jobs by items; `filter` names the page, and the item if one alone is wanted.
  virtual Task<Result<GroupPage>> groups(UserId user, JobFilter filter) = 0;

  /// At most `most` jobs of a user: those on their way, then those asked for last.
  virtual Task<Result<std::vector<Job>>> latest(UserId user, std::uint32_t most) = 0;

  /// Takes the first pending job of the highest priority that may be tried at `now`, and makes it
  /// downloading, held for lease_time; what nobody holds any more is pending again. Those that
  /// failed `often` stand behind all others. Leaves out a file that is at
  /// work for another user, or whose turn comes first for one. A job that would wait for longer
  /// than `longest_wait` may be tried: the time of day was set back.
  virtual Task<Result<std::optional<Job>>> claim(Instant now) = 0;

  /// When the next pending job may be tried, as seen at `now`; nothing when none is pending but
  /// those that claim() leaves out.
  virtual Task<Result<std::optional<Instant>>> next_due(Instant now) = 0;

  /// Of the jobs that may be tried before `until`, makes a few hundred wait for the hours until
  /// then, and gives them; none when all do. A claim() does not ask whether they still wait.
  virtual Task<Result<std::vector<Job>>> put_off(Instant until) = 0;

  /// Holds jobs for another lease_time. Gives those of the claims that are still worth something;
  /// the others were cancelled, paused, or taken over.
  virtual Task<Result<std::vector<Claim>>> renew(std::vector<Claim> claims, Instant now) = 0;

  /// Whether other workers may queue or leave something without a word to this one.
  [[nodiscard]] virtual bool is_shared() const = 0;

  /// The jobs that other workers have at work, and those they had within about lease_time, as they
  /// are now; at most a few hundred.
  virtual Task<Result<std::vector<Job>>> held_elsewhere(Instant now) = 0;

  /// Writes down how far a claimed job has come, and what became of it. False, and nothing written,
  /// when it is no longer at work by that claim: its user has cancelled or paused it, or another
  /// worker has it.
  virtual Task<Result<bool>> save(Job job) = 0;

  /// Does something to those of a user's jobs that it changes, at most `which.most`, all or none;
  /// gives them as they are now, and removed ones as they were. A job that begins anew does so at
  /// the end of the queue.
  virtual Task<Result<std::vector<Job>>> act(UserId user, JobAction action, Selection which,
                                             Instant now) = 0;

  /// Gives those of a user's active jobs another priority; gives the ones that had none such, at
  /// most `which.most`, as they are now.
  virtual Task<Result<std::vector<Job>>> prioritize(UserId user, Selection which,
                                                    std::uint32_t priority) = 0;

  /// Moves a job to right before another of the same user, with the priority of that one; gives it
  /// as it is now. Errors also: `not_found` when either is not there, `conflict` when either has
  /// come to its end.
  virtual Task<Result<Job>> put_before(UserId user, JobId id, JobId other) = 0;

  /// Whether a job of anybody that is completed or at work stands on this content.
  virtual Task<Result<bool>> needs(Content content) = 0;

  /// The completed jobs of everybody that stand on this content.
  virtual Task<Result<std::vector<Job>>> sharing(Content content) = 0;

  /// Of a completed job it is now known what its bytes are known by. False, and nothing written,
  /// when it is another's by now.
  virtual Task<Result<bool>> adopted(Job job) = 0;

  /// A completed job of anybody for the same file with the same digest.
  virtual Task<Result<std::optional<Job>>> finished(ItemIdentifier item, archive::FileName file,
                                                    Expected expected) = 0;

  /// For the start: jobs that were this worker's or nobody's are pending again, and none waits any
  /// more. Gives the cancelled and failed ones whose parts may still lie in the vault; they are
  /// forgotten by forget_part().
  virtual Task<Result<std::vector<Job>>> recover(Instant now) = 0;

  /// Completed jobs of everybody behind `after`, in the order of their ids, a few hundred at a
  /// time; none when all have been given.
  virtual Task<Result<std::vector<Job>>> completed(std::optional<JobId> after) = 0;

  /// The file of a completed job is lost, for this reason; gives the job as it is now. Nothing, and
  /// nothing written, when it is another's by now: it was removed, or has begun anew.
  virtual Task<Result<std::optional<Job>>> lose(Job job, std::string why) = 0;

  /// A user's jobs of an item, if none is still on its way; nothing when no job of it has completed
  /// or failed since they were last told, by whatever worker.
  virtual Task<Result<std::optional<EndedGroup>>> tell(UserId user, ItemIdentifier item) = 0;

  /// Where the parts of all jobs may lie in the vault (VaultPath::text()).
  virtual Task<Result<std::set<std::string>>> parts() = 0;

  /// The part of an ended job has been removed.
  virtual Task<Result<void>> forget_part(JobId id) = 0;
};

/// Hears what becomes of jobs, on the service's loop. Never waits.
class JobWatcher {
 public:
  virtual ~JobWatcher() = default;

  /// A job is new, or as it is now differs from before: also for every step of its progress.
  virtual void changed(const Job& job) = 0;

  /// As changed(), of a job that another worker has at work: not for every step, and not for what
  /// is to be done once in the house.
  virtual void heard(const Job&) {}

  /// Their rows are gone. All of one user.
  virtual void removed(const std::vector<Job>& jobs) = 0;

  /// Jobs of one user that one request has queued or changed; each is heard by changed() unless the
  /// watcher has something better to do with all of them at once.
  virtual void queued(const std::vector<Job>& jobs) {
    for (const auto& job : jobs)
      changed(job);
  }
};

}  // namespace tapedeck::download
