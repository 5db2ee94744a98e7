#include "download/media/media_worker.hpp"

#include "base/ensure.hpp"
#include "download/media/child_process.hpp"
#include "download/media/media_child.hpp"

#include <signal.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

namespace tapedeck::download {
namespace {

constexpr unsigned most_children = 2;
constexpr std::size_t most_waiting = 256;
constexpr const char* try_later = "The sound could not be looked at just now; try again later.";

/// Signals that the child's own work brings about, as opposed to those that come from elsewhere,
/// such as SIGKILL when the machine has no memory left.
bool is_own_fault(int signal) {
  constexpr std::array own{SIGSEGV, SIGBUS, SIGABRT, SIGFPE, SIGILL, SIGSYS, SIGXCPU, SIGXFSZ};
  return std::ranges::find(own, signal) != own.end();
}

Result<Examination> read_exit(const ChildEnd& end, std::uint64_t file_bytes) {
  const auto detail = "media child exited with " + std::to_string(end.code);
  switch (end.code) {
    case media_exit::bad_sound:
      return fail(Errc::invalid, sentence_of(end.output), detail);
    case media_exit::bad_disk:
      return fail(Errc::storage, "The file cannot be read; look at the disk it lies on.", detail);
    case media_exit::well:
      break;
    default:
      return fail(Errc::unavailable, try_later, detail + ": " + sentence_of(end.output));
  }
  return read_examination(end.output, file_bytes);
}

/// What a child had found out of a file when that ended it.
Result<Examination> read_rest(const ChildEnd& end, std::uint64_t file_bytes, std::string how) {
  auto found = read_examination(end.output, file_bytes);
  if (!found) return fail(Errc::invalid, unreadable_sound, std::move(how));
  return found;
}

Result<Examination> read_end(const ChildEnd& end, std::uint64_t file_bytes) {
  switch (end.how) {
    case ChildEnd::How::exited:
      return read_exit(end, file_bytes);
    case ChildEnd::How::signalled: {
      auto how = "media child ended by signal " + std::to_string(end.code);
      if (!is_own_fault(end.code)) return fail(Errc::unavailable, try_later, std::move(how));
      return read_rest(end, file_bytes, std::move(how));
    }
    case ChildEnd::How::wrote_too_much:
      return fail(Errc::invalid, unreadable_sound, "media child wrote too much");
    case ChildEnd::How::too_slow:
      return fail(Errc::timed_out, "It took too long to look at the sound.");
    case ChildEnd::How::stopped:
      break;
  }
  return fail(Errc::cancelled, "The work was cancelled.");
}

Result<Examination> look_at(const MediaWorker::Settings& settings, const http::FileBody& file,
                            int stop) {
  const ChildCommand command{.program = settings.program,
                             .arguments = settings.arguments,
                             .most_output = settings.most_output,
                             .until = std::chrono::steady_clock::now() + settings.patience};
  auto end = run_child(command, file.descriptor(), stop);
  if (!end) return failure(end);
  return read_end(*end, file.bytes());
}

}  // namespace

MediaWorker::MediaWorker(Settings settings)
    : settings_(std::move(settings)),
      stop_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)),
      pool_("media", most_children, most_waiting) {
  ensure(stop_.number() >= 0, "the kernel must give an eventfd");
}

MediaWorker::~MediaWorker() { stop(); }

Task<Result<Examination>> MediaWorker::examine(http::FileBody file) {
  auto work = [this](http::FileBody open) { return look_at(settings_, open, stop_.number()); };
  co_return co_await pool_.run(work, std::move(file));
}

void MediaWorker::stop() {
  const std::uint64_t one = 1;
  ensure(::write(stop_.number(), &one, sizeof one) == sizeof one, "an eventfd takes a count");
}

}  // namespace tapedeck::download
