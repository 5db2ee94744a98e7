#include "download/core/job.hpp"

#include <algorithm>

namespace tapedeck::download {

Expected expected_of(const archive::File& file) {
  return Expected{.bytes = file.bytes, .sha1 = file.sha1, .md5 = file.md5};
}

double percent_done(const Job& job) {
  if (job.status == JobStatus::completed) return 100;
  if (!job.expected.bytes || *job.expected.bytes == 0) return 0;
  constexpr double most = 99.9;
  const double share =
      static_cast<double>(job.bytes_done) / static_cast<double>(*job.expected.bytes);
  return std::min(100 * share, most);
}

VaultPath place_of(const Job& job) { return job.place ? *job.place : part_of(job); }

VaultPath part_of(const Job& job) { return VaultPath(job.user, job.item, job.file); }

std::string address_of(const Job& job) {
  return "https://archive.org/download/" + std::string(job.item.text()) + "/" +
         job.file.percent_encoded();
}

}  // namespace tapedeck::download
