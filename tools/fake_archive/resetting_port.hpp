#pragma once

#include "async/task.hpp"
#include "async/task_group.hpp"
#include "base/result.hpp"

#include <cstdint>
#include <memory>
#include <string>

namespace tapedeck::fake_archive {

/// A port where every connection is accepted and reset at once. Lives on one loop.
class ResettingPort {
 public:
  explicit ResettingPort(async::Executor executor);
  ~ResettingPort();
  ResettingPort(const ResettingPort&) = delete;
  ResettingPort& operator=(const ResettingPort&) = delete;

  /// Errors: `storage` when the port is taken.
  Result<void> listen(const std::string& address, std::uint16_t port);

  /// Closes the port. Call once, before the destructor.
  Task<void> close();

 private:
  class Acceptor;

  Task<void> accept();

  std::unique_ptr<Acceptor> acceptor_;
  async::TaskGroup tasks_;
};

}  // namespace tapedeck::fake_archive
