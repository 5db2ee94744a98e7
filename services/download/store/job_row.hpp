#pragma once

#include "base/ensure.hpp"
#include "base/result.hpp"
#include "database/row.hpp"
#include "download/core/job.hpp"

#include <boost/describe.hpp>

#include <optional>
#include <string>
#include <vector>

/// The columns of a JobRow, in its order, of the table under the name `d`. A macro, since only a
/// literal becomes SQL.
#define TAPEDECK_JOB_COLUMNS                                                                \
  "d.id, d.user_id, d.archive_identifier, d.filename, d.title, d.format, d.priority, "      \
  "d.queue_order, "                                                                         \
  "d.status, d.waiting_for, d.retry_at, d.file_size, d.sha1, d.md5, d.bytes_done, d.etag, " \
  "d.furthest, d.has_part, d.content, d.file_path, d.failures, d.restarts, d.fence, "       \
  "d.created_at, "                                                                          \
  "d.started_at, "                                                                          \
  "d.download_completed_at, d.error_message "

namespace tapedeck::download {

/// A row of `downloads` as it is read.
struct JobRow {
  JobId id;
  UserId user_id;
  ItemIdentifier archive_identifier;
  archive::FileName filename;
  std::string title;
  std::string format;
  std::uint32_t priority;
  std::uint64_t queue_order;
  JobStatus status;
  std::optional<WaitingFor> waiting_for;
  std::optional<Instant> retry_at;
  std::optional<std::uint64_t> file_size;
  std::optional<std::string> sha1;
  std::optional<std::string> md5;
  std::uint64_t bytes_done;
  std::string etag;
  std::uint64_t furthest;
  std::uint32_t has_part;
  std::optional<std::string> content;
  std::optional<std::string> file_path;
  std::uint32_t failures;
  std::uint32_t restarts;
  std::uint64_t fence;
  Instant created_at;
  std::optional<Instant> started_at;
  std::optional<Instant> download_completed_at;
  std::optional<std::string> error_message;
};
BOOST_DESCRIBE_STRUCT(JobRow, (),
                      (id, user_id, archive_identifier, filename, title, format, priority,
                       queue_order, status, waiting_for, retry_at, file_size, sha1, md5, bytes_done,
                       etag, furthest, has_part, content, file_path, failures, restarts, fence,
                       created_at, started_at, download_completed_at, error_message))

[[nodiscard]] Job job_of(JobRow row);

[[nodiscard]] Result<std::vector<Job>> jobs_of(Result<std::vector<JobRow>> rows);

/// A text as a column holds it that may be null.
[[nodiscard]] inline std::optional<std::string> text_or_null(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional(text);
}

/// A digest as a column holds it.
template <class Digest>
[[nodiscard]] std::optional<std::string> text_of(const std::optional<Digest>& digest) {
  if (!digest) return std::nullopt;
  return digest->text();
}

}  // namespace tapedeck::download
