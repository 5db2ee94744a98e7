#pragma once

#include "base/instant.hpp"
#include "base/item_identifier.hpp"
#include "download/core/job.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace tapedeck::download {

/// The jobs of one user for the files of one item, together. Cancelled files count as files and
/// not as bytes: nobody wants them any more.
struct JobGroup {
  ItemIdentifier item;
  std::uint64_t files = 0;
  std::uint64_t at_work = 0;  ///< Downloading or verifying.
  std::uint64_t pending = 0;
  std::uint64_t paused = 0;
  std::uint64_t completed = 0;
  std::uint64_t failed = 0;
  std::uint64_t cancelled = 0;
  std::uint64_t bytes_done = 0;
  std::uint64_t bytes_total = 0;  ///< As far as sizes are known.
  Instant created{};              ///< Of the job that was asked for last.

  friend bool operator==(const JobGroup&, const JobGroup&) = default;
};

/// What the group as a whole is: what is still to come of it goes before what has failed, and that
/// before what is there.
[[nodiscard]] JobStatus status_of(const JobGroup& group);

/// How much of it is there, 0 to 100; 100 only when every file that is wanted is.
[[nodiscard]] double percent_done(const JobGroup& group);

/// A group of which nothing is still to come.
struct EndedGroup {
  JobGroup group;
  std::optional<Job> failed{};  ///< One of its jobs that failed, if any did.
};

/// Groups, those asked for last first.
struct GroupPage {
  std::uint64_t total = 0;  ///< On all pages together.
  std::vector<JobGroup> groups;
};

}  // namespace tapedeck::download
