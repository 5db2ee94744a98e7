#pragma once

#include "archive/limiter.hpp"
#include "database/pool.hpp"
#include "http/client.hpp"
#include "runtime/health.hpp"

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
