#pragma once

#include "base/instant.hpp"
#include "base/item_identifier.hpp"
#include "base/uuid.hpp"
#include "json/fields.hpp"

#include <boost/describe.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tapedeck::messages {

/// How far a job has come.
enum class JobStatus : std::uint8_t {
  pending,      ///< In the queue; why it waits is another field.
  downloading,  ///< Bytes are coming, or are about to.
  verifying,    ///< Every byte is there and its digest is being compared.
  completed,    ///< The file is in the vault, whole.
  failed,       ///< It will not be tried again by itself.
  cancelled,    ///< Its user took it back.
  paused,       ///< Its user stopped it for a while.
};
BOOST_DESCRIBE_ENUM(JobStatus, pending, downloading, verifying, completed, failed, cancelled,
                    paused)

/// What a pending job waits for.
enum class WaitingFor : std::uint8_t {
  slot,      ///< Its turn.
  archive,   ///< The Archive: it is away, or asked for patience.
  disk,      ///< Room in the vault, or the vault itself.
  retry_at,  ///< Another try of this file, at a time that is known.
  hours,     ///< The hours of the day in which downloads come.
  quota,     ///< Room in what its user may have.
};
BOOST_DESCRIBE_ENUM(WaitingFor, slot, archive, disk, retry_at, hours, quota)

/// What a user may do with jobs.
enum class JobAction : std::uint8_t {
  pause,   ///< Stops one that is on its way; what has come of it is kept.
  resume,  ///< Lets a paused one go on.
  retry,   ///< Begins a failed or cancelled one anew; tries one that waits at once.
  cancel,  ///< Ends one that is on its way; what has come of it goes.
  remove,  ///< Forgets one that has come to its end; its file stays.
};
BOOST_DESCRIBE_ENUM(JobAction, pause, resume, retry, cancel, remove)

/// One job: one file on its way into the vault, or there.
struct Download {
  JobId id;
  UserId user_id;
  ItemIdentifier archive_identifier;
  std::string filename;
  std::string title;           ///< Of the track, else of the recording; empty when neither has one.
  std::string format;          ///< The Archive's word: "Flac".
  std::uint32_t priority = 5;  ///< 0 to 9, which goes first.
  JobStatus status = JobStatus::pending;
  std::optional<WaitingFor> waiting_for{};  ///< Only while pending.
  std::optional<Instant> retry_at{};        ///< Not tried before; only while pending.
  double progress = 0;                      ///< Percent, 0 to 100.
  std::uint64_t bytes_done = 0;
  std::optional<std::uint64_t> file_size{};
  std::optional<std::string> file_path{};  ///< In the vault; only when completed.
  std::string download_url;
  std::string error_message;  ///< What went wrong last; empty when nothing did.
  Instant created_at{};
  std::optional<Instant> started_at{};
  std::optional<Instant> download_completed_at{};
};
BOOST_DESCRIBE_STRUCT(Download, (),
                      (id, user_id, archive_identifier, filename, title, format, priority, status,
                       waiting_for, retry_at, progress, bytes_done, file_size, file_path,
                       download_url, error_message, created_at, started_at, download_completed_at))

constexpr auto json_fields(std::type_identity<Download>) {
  return json::fields(
      "One file on its way into the vault, or there.",
      json::field(&Download::title).about("Of the track, else of the recording."),
      json::field(&Download::priority).between(0, 9).about("9 goes before all others."),
      json::field(&Download::waiting_for).about("Why a pending job waits; null for the others."),
      json::field(&Download::retry_at).about("A pending job is not tried before this."),
      json::field(&Download::progress).between(0, 100).about("Percent."),
      json::field(&Download::file_size).about("Bytes of the whole file, where they are known."),
      json::field(&Download::file_path).about("In the vault; null until it is completed."),
      json::field(&Download::error_message).about("What went wrong last; empty when nothing did."));
}

/// What POST /downloads takes: one file of an item, or an item, or several.
struct DownloadRequest {
  std::optional<std::string> archive_identifier;
  std::optional<std::string> filename;
  std::optional<std::vector<std::string>> formats;
  std::optional<std::vector<std::string>> identifiers;
  bool dry_run = false;
};
BOOST_DESCRIBE_STRUCT(DownloadRequest, (),
                      (archive_identifier, filename, formats, identifiers, dry_run))

constexpr auto json_fields(std::type_identity<DownloadRequest>) {
  return json::fields(
      "What to download: archive_identifier with filename for one file, archive_identifier with or "
      "without formats for a recording, or identifiers for several recordings.",
      json::field(&DownloadRequest::archive_identifier)
          .length(1, 500)
          .about("An item's identifier, or its address at archive.org."),
      json::field(&DownloadRequest::filename)
          .length(1, 1'024)
          .about("One file of the item, as the Archive names it."),
      json::field(&DownloadRequest::formats)
          .items(1, 20)
          .length(1, 100)
          .about("The Archive's words, such as Flac or VBR MP3; the best lossless files with their "
                 "text and checksums when left out."),
      json::field(&DownloadRequest::identifiers)
          .items(1, 50)
          .length(1, 500)
          .about("Identifiers of items, or their addresses at archive.org."),
      json::field(&DownloadRequest::dry_run)
          .otherwise(false)
          .about("Only say what would be downloaded."));
}

/// What POST /downloads/actions takes: an action, and the jobs it is for. Those it does not change
/// are left alone.
struct DownloadAction {
  JobAction action = JobAction::pause;
  std::optional<std::vector<JobId>> ids;
  std::optional<std::string> archive_identifier;
  std::optional<JobStatus> status;
};
BOOST_DESCRIBE_STRUCT(DownloadAction, (), (action, ids, archive_identifier, status))

constexpr auto json_fields(std::type_identity<DownloadAction>) {
  return json::fields(
      "An action, and which of your downloads it is for: those that all the rest names, or all.",
      json::field(&DownloadAction::action)
          .about("What to do; downloads that it does not change are left alone."),
      json::field(&DownloadAction::ids).items(1, 500).about("These downloads."),
      json::field(&DownloadAction::archive_identifier)
          .length(1, 500)
          .about("Those of a recording: its identifier, or its address at archive.org."),
      json::field(&DownloadAction::status).about("Those of this status."));
}

/// What PATCH /downloads takes: a priority, and the jobs it is for.
struct DownloadsPatch {
  std::uint32_t priority = 0;
  std::optional<std::vector<JobId>> ids;
  std::optional<std::string> archive_identifier;
  std::optional<JobStatus> status;
};
BOOST_DESCRIBE_STRUCT(DownloadsPatch, (), (priority, ids, archive_identifier, status))

constexpr auto json_fields(std::type_identity<DownloadsPatch>) {
  return json::fields(
      "A priority, and which of your downloads on their way are to have it: those that all the "
      "rest "
      "names, or all.",
      json::field(&DownloadsPatch::priority)
          .between(0, 9)
          .about("9 goes before all others, 0 behind them; 5 is usual."),
      json::field(&DownloadsPatch::ids).items(1, 500).about("These downloads."),
      json::field(&DownloadsPatch::archive_identifier)
          .length(1, 500)
          .about("Those of a recording: its identifier, or its address at archive.org."),
      json::field(&DownloadsPatch::status).about("Those of this status."));
}

/// What PATCH /downloads/{download_id} takes: one of the two.
struct DownloadPatch {
  std::optional<std::uint32_t> priority;
  std::optional<JobId> before;
};
BOOST_DESCRIBE_STRUCT(DownloadPatch, (), (priority, before))

constexpr auto json_fields(std::type_identity<DownloadPatch>) {
  return json::fields(
      "Where a download is to stand in the queue: a priority, or before another one.",
      json::field(&DownloadPatch::priority)
          .between(0, 9)
          .about("9 goes before all others, 0 behind them; 5 is usual."),
      json::field(&DownloadPatch::before)
          .about("Another of your downloads; its priority comes along."));
}

/// How many jobs were changed or removed; how they are now, GET /downloads and the socket say.
struct DownloadsChanged {
  std::uint64_t changed = 0;
};
BOOST_DESCRIBE_STRUCT(DownloadsChanged, (), (changed))

/// What a finished file is called in the vault, and would be.
struct DownloadName {
  JobId id;
  ItemIdentifier archive_identifier;
  std::string filename;
  std::string file_path;
  std::string would_be;
};
BOOST_DESCRIBE_STRUCT(DownloadName, (), (id, archive_identifier, filename, file_path, would_be))

constexpr auto json_fields(std::type_identity<DownloadName>) {
  return json::fields(
      "A finished file's name in the vault.",
      json::field(&DownloadName::file_path).about("What it is called, below the vault's folder."),
      json::field(&DownloadName::would_be).about("What it would be called."));
}

/// A page of them.
struct DownloadNamePage {
  std::string names;  ///< The naming that was asked for, or the one that holds.
  std::uint64_t total = 0;
  std::uint32_t page = 1;
  std::uint32_t per_page = 50;
  std::uint32_t total_pages = 0;
  std::vector<DownloadName> downloads;
};
BOOST_DESCRIBE_STRUCT(DownloadNamePage, (), (names, total, page, per_page, total_pages, downloads))

/// One file that would be downloaded.
struct PlannedDownload {
  ItemIdentifier archive_identifier;
  std::string filename;
  std::string title;
  std::string format;
  std::optional<std::uint64_t> file_size;
};
BOOST_DESCRIBE_STRUCT(PlannedDownload, (), (archive_identifier, filename, title, format, file_size))

/// Something that was asked for and will not be downloaded.
struct RefusedDownload {
  std::string archive_identifier;  ///< As it was asked for.
  std::string filename;            ///< Empty when the whole item is refused.
  std::string reason;              ///< A sentence for the listener.
};
BOOST_DESCRIBE_STRUCT(RefusedDownload, (), (archive_identifier, filename, reason))

constexpr auto json_fields(std::type_identity<RefusedDownload>) {
  return json::fields(
      "Something that was asked for and will not be downloaded.",
      json::field(&RefusedDownload::filename).about("Empty when the whole item is refused."),
      json::field(&RefusedDownload::reason).about("A sentence for the listener."));
}

/// What POST /downloads answers.
struct DownloadAnswer {
  std::vector<Download> downloads;       ///< The jobs; empty for a dry run.
  std::vector<PlannedDownload> planned;  ///< The files; only for a dry run.
  std::vector<RefusedDownload> refused;
  std::uint64_t total_bytes = 0;  ///< Of all files whose size is known.
};
BOOST_DESCRIBE_STRUCT(DownloadAnswer, (), (downloads, planned, refused, total_bytes))

constexpr auto json_fields(std::type_identity<DownloadAnswer>) {
  return json::fields(
      "What was asked for, as jobs, and what of it is refused.",
      json::field(&DownloadAnswer::downloads).about("The jobs; empty for a dry run."),
      json::field(&DownloadAnswer::planned).about("What a dry run would download."),
      json::field(&DownloadAnswer::total_bytes).about("Of all files whose size is known."));
}

/// What GET /downloads answers.
struct DownloadPage {
  std::uint64_t total = 0;
  std::uint32_t page = 1;
  std::uint32_t per_page = 50;
  std::uint32_t total_pages = 0;
  std::vector<Download> downloads;
};
BOOST_DESCRIBE_STRUCT(DownloadPage, (), (total, page, per_page, total_pages, downloads))

constexpr auto json_fields(std::type_identity<DownloadPage>) {
  return json::fields("One page of a user's jobs, those asked for last first.",
                      json::field(&DownloadPage::total).about("On all pages together."));
}

/// The jobs for the files of one item, together.
struct DownloadGroup {
  ItemIdentifier archive_identifier;
  JobStatus status = JobStatus::pending;
  double progress = 0;  ///< Percent, 0 to 100.
  std::uint64_t files = 0;
  std::uint64_t completed = 0;
  std::uint64_t failed = 0;
  std::uint64_t cancelled = 0;
  std::uint64_t bytes_done = 0;
  std::uint64_t bytes_total = 0;
  Instant created_at{};
};
BOOST_DESCRIBE_STRUCT(DownloadGroup, (),
                      (archive_identifier, status, progress, files, completed, failed, cancelled,
                       bytes_done, bytes_total, created_at))

constexpr auto json_fields(std::type_identity<DownloadGroup>) {
  return json::fields(
      "The downloads of one item's files, together.",
      json::field(&DownloadGroup::status)
          .about(
              "What is still to come goes before what has failed, and that before what is there."),
      json::field(&DownloadGroup::progress)
          .between(0, 100)
          .about("Percent of the bytes; 100 only when every file that is wanted is there."),
      json::field(&DownloadGroup::bytes_total)
          .about("As far as sizes are known; without cancelled files."),
      json::field(&DownloadGroup::created_at).about("When a file of it was asked for last."));
}

/// What GET /downloads/groups answers.
struct DownloadGroupPage {
  std::uint64_t total = 0;
  std::uint32_t page = 1;
  std::uint32_t per_page = 50;
  std::uint32_t total_pages = 0;
  std::vector<DownloadGroup> groups;
};
BOOST_DESCRIBE_STRUCT(DownloadGroupPage, (), (total, page, per_page, total_pages, groups))

constexpr auto json_fields(std::type_identity<DownloadGroupPage>) {
  return json::fields("One page of what a user downloads, by items, those asked for last first.",
                      json::field(&DownloadGroupPage::total).about("On all pages together."));
}

/// What a message of WS /ws/downloads/{user_id} is.
enum class DownloadNews : std::uint8_t {
  snapshot,  ///< The first message: the latest jobs, at most 200.
  queued,    ///< Jobs that were queued or changed together; in the shape of a snapshot.
  change,    ///< A job is new or has changed.
  removed,   ///< A job's row is gone.
  cleared,   ///< The rows of several jobs are gone.
};
BOOST_DESCRIBE_ENUM(DownloadNews, snapshot, queued, change, removed, cleared)

/// The first message of the socket, and each one about several jobs at once.
struct DownloadSnapshot {
  DownloadNews type = DownloadNews::snapshot;
  std::vector<Download> downloads;
  bool more = false;  ///< There are others; GET /downloads has them.
};
BOOST_DESCRIBE_STRUCT(DownloadSnapshot, (), (type, downloads, more))

/// Jobs whose rows are gone together.
struct DownloadsCleared {
  DownloadNews type = DownloadNews::cleared;
  std::vector<JobId> ids;
};
BOOST_DESCRIBE_STRUCT(DownloadsCleared, (), (type, ids))

/// Every other message: a job as it is now, or only its id when it is gone.
struct DownloadChange {
  DownloadNews type = DownloadNews::change;
  JobId id;
  std::optional<Download> download;
};
BOOST_DESCRIBE_STRUCT(DownloadChange, (), (type, id, download))

}  // namespace tapedeck::messages
