#include "download/core/job_group.hpp"

#include <algorithm>

namespace tapedeck::download {

JobStatus status_of(const JobGroup& group) {
  if (group.at_work > 0) return JobStatus::downloading;
  if (group.pending > 0) return JobStatus::pending;
  if (group.paused > 0) return JobStatus::paused;
  if (group.failed > 0) return JobStatus::failed;
  return group.completed > 0 ? JobStatus::completed : JobStatus::cancelled;
}

double percent_done(const JobGroup& group) {
  constexpr double nearly = 99.9;
  if (status_of(group) == JobStatus::completed) return 100;
  if (group.bytes_total == 0) return 0;
  const auto done = static_cast<double>(group.bytes_done) / static_cast<double>(group.bytes_total);
  return std::min(100 * done, nearly);
}

}  // namespace tapedeck::download
