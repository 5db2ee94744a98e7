#include "telemetry/log_queue.hpp"

#include "base/ensure.hpp"
#include "telemetry/log_line.hpp"

#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

namespace tapedeck::telemetry {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t pipe_bytes = 4096;       // PIPE_BUF on Linux
constexpr std::size_t kept_bytes = 64 * 1024;  // of the buffers, after a burst
constexpr auto gather = 2ms;                   // 500 wakes a second at most

/// As many whole lines from the beginning of `lines` as a pipe takes in one piece, at least a piece
/// of the first.
std::string_view first_whole_lines(std::string_view lines) {
  if (lines.size() <= pipe_bytes) return lines;
  const auto end = lines.rfind('\n', pipe_bytes - 1);
  return lines.substr(0, end == std::string_view::npos ? pipe_bytes : end + 1);
}

std::uint64_t count_lines(std::string_view lines) {
  return static_cast<std::uint64_t>(std::ranges::count(lines, '\n'));
}

/// Signals are for the threads that expect them; and a reader that went away is an error of write()
/// here, not the end of the process.
void refuse_signals() {
  sigset_t all;
  ::sigfillset(&all);
  ::pthread_sigmask(SIG_SETMASK, &all, nullptr);
}

}  // namespace

LogQueue::LogQueue(int descriptor, std::size_t bytes, std::chrono::milliseconds farewell)
    : descriptor_(descriptor),
      stop_event_(::eventfd(0, EFD_CLOEXEC)),
      room_(bytes),
      farewell_(farewell) {
  ensure(stop_event_ >= 0, "the log needs a descriptor for its stop event");
  thread_ = std::thread([this] {
    ::pthread_setname_np(::pthread_self(), "log");
    refuse_signals();
    run();
  });
}

LogQueue::~LogQueue() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  arrived_.notify_one();
  ::eventfd_write(stop_event_, 1);
  thread_.join();
  ::close(stop_event_);
}

void LogQueue::write(std::string_view line) {
  bool wake = false;
  {
    const std::lock_guard lock(mutex_);
    if (waiting_.size() + line.size() > room_) {
      ++lost_;
      return;
    }
    waiting_ += line;
    wake = std::exchange(asleep_, false);
  }
  if (wake) arrived_.notify_one();
}

std::uint64_t LogQueue::lost() const {
  const std::lock_guard lock(mutex_);
  return lost_;
}

void LogQueue::run() {
  std::string lines;
  for (;;) {
    {
      std::unique_lock lock(mutex_);
      asleep_ = waiting_.empty();
      arrived_.wait(lock, [this] { return !waiting_.empty() || stopping_; });
      asleep_ = false;
      arrived_.wait_for(lock, gather, [this] { return stopping_; });
      if (waiting_.empty() && lost_ == lost_told_) return;  // only when stopping
      lines.swap(waiting_);
      if (lost_ != lost_told_) {
        // What was dropped came after what waits.
        const Field count("lines", lost_ - std::exchange(lost_told_, lost_));
        append_line(lines, Level::warning, "log", "lines were lost", {&count, 1});
      }
    }
    if (!write_all(lines) && give_up_at_) return;
    lines.clear();
    if (lines.capacity() > kept_bytes) lines = std::string();
  }
}

bool LogQueue::write_all(std::string_view lines) {
  while (!lines.empty()) {
    const auto next = first_whole_lines(lines);
    if (!write_whole(next)) {
      const std::lock_guard lock(mutex_);
      lost_ += count_lines(lines);
      return false;
    }
    lines.remove_prefix(next.size());
  }
  return true;
}

bool LogQueue::write_whole(std::string_view lines) {
  while (!lines.empty()) {
    if (!wait_until_writable()) return false;
    const auto written = ::write(descriptor_, lines.data(), lines.size());
    if (written < 0 && (errno == EINTR || errno == EAGAIN)) continue;
    if (written < 0) return false;
    lines.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

/// Waits for the reader: without an end while the queue is open, and from the moment it closes for
/// the farewell in all. A pipe that is writable takes PIPE_BUF bytes without blocking (pipe(7)).
bool LogQueue::wait_until_writable() {
  std::array<pollfd, 2> watched{{{descriptor_, POLLOUT, 0}, {stop_event_, POLLIN, 0}}};
  while (watched[0].revents == 0) {
    int patience = -1;
    if (give_up_at_) {
      const auto left = *give_up_at_ - std::chrono::steady_clock::now();
      patience = std::max(0, static_cast<int>(left / 1ms));
    }
    // The stop event stays set, so it is watched only until it has been seen.
    const auto ready = ::poll(watched.data(), give_up_at_ ? 1 : 2, patience);
    if (ready < 0 && errno != EINTR) return false;
    if (ready == 0) return false;
    if (watched[1].revents != 0 && !give_up_at_) {
      give_up_at_ = std::chrono::steady_clock::now() + farewell_;
    }
  }
  return true;
}

}  // namespace tapedeck::telemetry
