#include "runtime/probes.hpp"

#include <chrono>
#include <utility>

namespace tapedeck::runtime {

Task<Result<void>> DatabaseProbe::examine(Deadline) { co_return co_await database_.check(); }

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
