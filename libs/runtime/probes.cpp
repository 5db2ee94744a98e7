#include "runtime/probes.hpp"

#include <sys/statvfs.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <utility>

namespace tapedeck::runtime {
namespace {

Result<void> look_at_disk(const std::string& folder, std::uint64_t reserve) {
  struct statvfs disk{};
  if (::statvfs(folder.c_str(), &disk) != 0) {
    return fail(Errc::storage, "The folder cannot be looked at.",
                folder + ": " + std::strerror(errno));
  }
  if (::access(folder.c_str(), W_OK) != 0) {
    return fail(Errc::storage, "The folder cannot be written.",
                folder + ": " + std::strerror(errno));
  }
  const auto free = std::uint64_t{disk.f_bavail} * disk.f_frsize;
  if (free < reserve) {
    return fail(Errc::storage_full, "There is too little room on the disk.",
                folder + ": " + std::to_string(free) + " bytes free, " + std::to_string(reserve) +
                    " to be kept");
  }
  return {};
}

}  // namespace

Task<Result<void>> DatabaseProbe::examine(Deadline) { co_return co_await database_.check(); }

DiskProbe::DiskProbe(async::Pool& pool, std::string folder, std::uint64_t reserve)
    : pool_(pool), folder_(std::move(folder)), reserve_(reserve) {}

Task<Result<void>> DiskProbe::examine(Deadline) {
  co_return co_await pool_.run(&look_at_disk, folder_, reserve_);
}

Task<Result<void>> ArchiveProbe::examine(Deadline) {
  const auto standing = limiter_.standing();
  if (standing.cut_off_for > std::chrono::nanoseconds{0}) {
    co_return fail(Errc::unavailable, "The Archive cannot be reached.");
  }
  if (standing.braked_for > std::chrono::nanoseconds{0}) {
    co_return fail(Errc::unavailable, "The Archive has asked for patience.");
  }
  co_return Result<void>();
}

NeighbourProbe::NeighbourProbe(std::string name, http::Client& client)
    : name_(std::move(name)), client_(client) {}

Task<Result<void>> NeighbourProbe::examine(Deadline deadline) {
  http::Call call;
  call.target = "/health/ready";
  auto answer = co_await client_.send(std::move(call), deadline);
  if (!answer) {
    co_return fail(Errc::unavailable, "The " + name_ + " service does not answer.",
                   answer.error().detail);
  }
  if (answer->status != 200) {
    co_return fail(Errc::unavailable, "The " + name_ + " service is not ready.",
                   "status " + std::to_string(answer->status));
  }
  co_return Result<void>();
}

}  // namespace tapedeck::runtime
