// Starts the fake archive, says on one line where it listens, and stops it at SIGTERM or SIGINT.

#include "async/await.hpp"
#include "async/loop.hpp"
#include "fake_archive/options.hpp"
#include "telemetry/log.hpp"

#include <signal.h>

#include <cstdio>
#include <cstdlib>

using namespace tapedeck;

namespace {

/// Blocked in every thread, so that one can wait for them. Called before any is started.
sigset_t block_stop_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  return signals;
}

int complain(const Error& error) {
  std::fprintf(stderr, "fake_archive: %s %s\n", error.message.c_str(), error.detail.c_str());
  return EXIT_FAILURE;
}

}  // namespace

int main(int argc, char** argv) {
  const auto signals = block_stop_signals();
  auto setup = fake_archive::read_options(argc, argv);
  if (!setup) return complain(setup.error());
  if (!*setup) return EXIT_SUCCESS;

  telemetry::set_log_level(telemetry::Level::error);  // the journal has the requests
  SystemClock clock;
  async::LoopThread loop("archive");
  async::Pool compute("press", 2, 1'000);
  fake_archive::FakeArchive archive(loop.executor(), clock, compute, std::move(**setup));
  const auto ports = async::await(loop.executor(), archive.start());
  if (ports) {
    std::printf(R"({"archive":%u,"node":%u,"control":%u})"
                "\n",
                ports->archive, ports->node, ports->control);
    std::fflush(stdout);
    int signal = 0;
    sigwait(&signals, &signal);
  }
  async::await(loop.executor(), archive.stop());
  return ports ? EXIT_SUCCESS : complain(ports.error());
}
