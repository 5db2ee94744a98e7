#pragma once

#include "async/clock.hpp"
#include "async/pool.hpp"
#include "async/task.hpp"
#include "base/result.hpp"
#include "download/media/descriptor.hpp"
#include "download/media/examination.hpp"
#include "http/response.hpp"

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

namespace tapedeck::download {

/// Who looks at sound from outside: `tapedeck worker media`, a process for each file, so that a bad
/// one ends that process and nothing else. At most two run at once.
class MediaWorker {
 public:
  struct Settings {
    std::string program = "/proc/self/exe";
    std::vector<std::string> arguments{"worker", "media"};
    /// A file of 2 GB on a slow disk, read three times; the child's own limit is one of processor
    /// time.
    std::chrono::seconds patience{900};
    /// 100,000 slices of 40 bytes each (audio::most_slices), a hearing, and some room.
    std::size_t most_output = std::size_t{8} << 20;
  };

  explicit MediaWorker(Settings settings);
  /// Ends every child.
  ~MediaWorker();
  MediaWorker(const MediaWorker&) = delete;
  MediaWorker& operator=(const MediaWorker&) = delete;

  /// Examines a sound file; waits while two others are being examined. A cancelled caller waits for
  /// the child nevertheless: call stop() to end it.
  ///
  /// Errors: `invalid` with a sentence when the fault is the file's, nothing could be found out,
  /// and it would be the same again; what a later try may mend is `storage`, `timed_out`,
  /// `unavailable`, `cancelled` after stop().
  Task<Result<Examination>> examine(http::FileBody file);

  /// Ends every child, those that still wait included. Any thread; for good.
  void stop();

 private:
  Settings settings_;
  Descriptor stop_;  ///< An eventfd; readable once stop() was called.
  async::Pool pool_;
};

}  // namespace tapedeck::download
