#include "telemetry/metrics.hpp"

#include <dirent.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <fstream>
#include <iterator>
#include <memory>
#include <utility>

namespace tapedeck::telemetry {
namespace {

std::string read_proc(const char* path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

/// The number after `name` in a text like /proc/self/status; 0 when it is not there.
double number_after(std::string_view text, std::string_view name) {
  const auto at = text.find(name);
  if (at == std::string_view::npos) return 0;
  auto rest = text.substr(at + name.size());
  rest.remove_prefix(std::min(rest.find_first_not_of(" \t"), rest.size()));
  double number = 0;
  std::from_chars(rest.data(), rest.data() + rest.size(), number);
  return number;
}

double open_files() {
  const auto close = [](DIR* folder) { ::closedir(folder); };
  const std::unique_ptr<DIR, decltype(close)> folder(::opendir("/proc/self/fd"), close);
  if (!folder) return 0;
  double count = 0;
  while (const auto* entry = ::readdir(folder.get()))  // NOLINT(concurrency-mt-unsafe): own stream
    if (entry->d_name[0] != '.') ++count;
  return count - 1;  // the folder itself
}

double most_open_files() {
  rlimit limit{};
  return ::getrlimit(RLIMIT_NOFILE, &limit) == 0 ? static_cast<double>(limit.rlim_cur) : 0;
}

double cpu_seconds() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

/// When the process began, in seconds since 1970: field 22 of /proc/self/stat counts ticks from the
/// start of the machine, which /proc/stat gives as btime (proc(5)).
double start_seconds() {
  const auto stat = read_proc("/proc/self/stat");
  auto rest = std::string_view(stat);
  rest.remove_prefix(std::min(rest.rfind(')'), rest.size()));  // the name may hold anything
  for (int field = 2; field < 22; ++field)
    rest.remove_prefix(std::min(rest.find(' ') + 1, rest.size()));
  const auto ticks = number_after(rest, "");
  const auto booted = number_after(read_proc("/proc/stat"), "btime");
  return booted + ticks / static_cast<double>(::sysconf(_SC_CLK_TCK));
}

struct ProcessSeries {
  Counter cpu;
  Gauge resident, anonymous, threads, files;
  double cpu_before = 0;

  void read() {
    const auto now = cpu_seconds();
    cpu.add(now - std::exchange(cpu_before, now));
    const auto status = read_proc("/proc/self/status");
    resident.set(number_after(status, "VmRSS:") * 1024);
    anonymous.set(number_after(status, "RssAnon:") * 1024);
    threads.set(number_after(status, "Threads:"));
    files.set(open_files());
  }
};

}  // namespace

void add_process_metrics(Metrics& metrics, std::string_view version) {
  metrics
      .gauge("tapedeck_build_info", "Always 1; its label says which version runs.",
             {{"version", std::string(version)}})
      .set(1);
  metrics.gauge("process_start_time_seconds", "When the process began, in seconds since 1970.")
      .set(start_seconds());
  metrics.gauge("process_max_fds", "Files the process may have open.").set(most_open_files());
  ProcessSeries series{
      metrics.counter("process_cpu_seconds_total", "CPU time used, in user and system mode."),
      metrics.gauge("process_resident_memory_bytes", "Memory in RAM, shared pages too."),
      metrics.gauge("process_anonymous_memory_bytes", "Memory in RAM that is the process's own."),
      metrics.gauge("process_threads", "Threads."),
      metrics.gauge("process_open_fds", "Files open, sockets too."),
  };
  metrics.before_text([series]() mutable { series.read(); });
}

}  // namespace tapedeck::telemetry
