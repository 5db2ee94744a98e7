#pragma once

#include "archive/limiter.hpp"
#include "async/pool.hpp"
#include "database/pool.hpp"
#include "http/client.hpp"
#include "runtime/health.hpp"

#include <cstdint>
#include <string>

namespace tapedeck::runtime {

/// Asks the database whether it answers and may be written.
class DatabaseProbe final : public Probe {
 public:
  explicit DatabaseProbe(database::Pool& database) : database_(database) {}

  Task<Result<void>> examine(Deadline deadline) override;

 private:
  database::Pool& database_;
};

/// Looks whether a folder can be written and its disk has room.
class DiskProbe final : public Probe {
 public:
  /// `reserve` is in bytes.
  DiskProbe(async::Pool& pool, std::string folder, std::uint64_t reserve);

  Task<Result<void>> examine(Deadline deadline) override;

 private:
  async::Pool& pool_;
  std::string folder_;
  std::uint64_t reserve_;
};

/// Tells whether the Archive lets us in, by what became of the calls before; asks it nothing, since
/// somebody who looks at a service's health is no reason to bother the Archive.
class ArchiveProbe final : public Probe {
 public:
  explicit ArchiveProbe(const archive::Limiter& limiter) : limiter_(limiter) {}

  Task<Result<void>> examine(Deadline deadline) override;

 private:
  const archive::Limiter& limiter_;
};

/// Asks another service whether it is ready.
class NeighbourProbe final : public Probe {
 public:
  NeighbourProbe(std::string name, http::Client& client);

  Task<Result<void>> examine(Deadline deadline) override;

 private:
  std::string name_;
  http::Client& client_;
};

}  // namespace tapedeck::runtime
