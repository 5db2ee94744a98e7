#pragma once

#include "async/clock.hpp"
#include "async/pool.hpp"
#include "async/task.hpp"
#include "base/result.hpp"
#include "fake_archive/catalogue.hpp"
#include "fake_archive/fault.hpp"
#include "fake_archive/golden.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace tapedeck::fake_archive {

/// Where the fake archive listens.
struct Ports {
  std::uint16_t archive = 0;  ///< archive.org's part.
  std::uint16_t node = 0;     ///< The storage node's.
  std::uint16_t control = 0;

  friend bool operator==(const Ports&, const Ports&) = default;
};

/// What a fake archive has, and how it begins.
struct Setup {
  Catalogue catalogue;
  Golden golden;                      ///< Recorded answers, in the place of the catalogue's.
  std::string address = "127.0.0.1";  ///< To listen on, and what redirects to the node name.
  Ports ports;                        ///< 0 lets the system choose.
  std::vector<Fault> faults;          ///< In force from the beginning.
};

/// A stand-in for archive.org: three ports on one loop. README.md says what it gives.
///
/// Everything runs on the loop of `executor`, but for pressing and searching, which run on
/// `compute`. Both, and the clock, outlive it.
class FakeArchive {
 public:
  FakeArchive(async::Executor executor, Clock& clock, async::Pool& compute, Setup setup);
  ~FakeArchive();
  FakeArchive(const FakeArchive&) = delete;
  FakeArchive& operator=(const FakeArchive&) = delete;

  /// Opens the ports. On the loop. Errors: `storage` when one is taken; call stop() all the same.
  Task<Result<Ports>> start();

  /// Closes the ports and breaks off what still runs after a second. On the loop; call once, before
  /// the destructor.
  Task<void> stop();

 private:
  class Hosts;

  std::unique_ptr<Hosts> hosts_;
};

}  // namespace tapedeck::fake_archive
