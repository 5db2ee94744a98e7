#include "runtime/stop_signals.hpp"

#include "base/ensure.hpp"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <sys/time.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdint>
#include <string_view>

namespace tapedeck::runtime {
namespace {

/// Gives the descriptor that tells of the signals from now on.
int take_signals() {
  sigset_t set;
  ::sigemptyset(&set);
  ::sigaddset(&set, SIGINT);
  ::sigaddset(&set, SIGTERM);
  ::pthread_sigmask(SIG_BLOCK, &set, nullptr);
  ::signal(SIGPIPE, SIG_IGN);  // a client that has left is an error of write(2), not our end
  return ::signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

// A signal may come in the middle of anything: only calls that are safe then.
void end_now(int) {
  constexpr std::string_view sentence =
      "Tapedeck could not stop in time, perhaps because a disk does not answer, and ends as it "
      "is.\n";
  // Whether it is read or not, this is the end.
  [[maybe_unused]] const auto written = ::write(STDERR_FILENO, sentence.data(), sentence.size());
  ::_exit(1);
}

}  // namespace

StopSignals::StopSignals()
    : signals_(take_signals()), woken_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  ensure(signals_ >= 0 && woken_ >= 0, "the kernel must give a signalfd and an eventfd");
}

StopSignals::~StopSignals() {
  ::close(signals_);
  ::close(woken_);
}

int StopSignals::wait() {
  pollfd watched{signals_, POLLIN, 0};
  signalfd_siginfo info{};
  while (::read(signals_, &info, sizeof info) != sizeof info)
    ::poll(&watched, 1, -1);
  return static_cast<int>(info.ssi_signo);
}

bool StopSignals::wait_or_woken(std::chrono::milliseconds limit) {
  std::array<pollfd, 2> watched{{{signals_, POLLIN, 0}, {woken_, POLLIN, 0}}};
  ::poll(watched.data(), watched.size(), static_cast<int>(limit.count()));
  std::uint64_t count = 0;
  if ((watched[1].revents & POLLIN) != 0 && ::read(woken_, &count, sizeof count) < 0) return false;
  signalfd_siginfo info{};
  return ::read(signals_, &info, sizeof info) == sizeof info;
}

void StopSignals::wake() {
  const std::uint64_t one = 1;
  ensure(::write(woken_, &one, sizeof one) == sizeof one, "an eventfd takes a count");
}

void StopSignals::end_within(std::chrono::milliseconds limit) {
  ::signal(SIGALRM, end_now);
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(limit);
  const std::chrono::microseconds rest = limit - seconds;
  const itimerval once{.it_interval = {}, .it_value = {seconds.count(), rest.count()}};
  ::setitimer(ITIMER_REAL, &once, nullptr);
}

}  // namespace tapedeck::runtime
