#include "download/media/media_child.hpp"

#include "audio/hearing.hpp"
#include "download/media/examination.hpp"
#include "download/media/open_file.hpp"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <string_view>

namespace tapedeck::download {
namespace {

constexpr int niceness = 10;
constexpr std::chrono::seconds least_time{60};
constexpr std::uint64_t bytes_a_second = std::uint64_t{1} << 20;

bool write_whole(int output, std::string_view text) {
  while (!text.empty()) {
    const auto put = ::write(output, text.data(), text.size());
    if (put < 0 && errno == EINTR) continue;
    if (put <= 0) return false;
    text.remove_prefix(static_cast<std::size_t>(put));
  }
  return true;
}

int end_with(int output, const Error& error) {
  const int code = error.code == Errc::invalid   ? media_exit::bad_sound
                   : error.code == Errc::storage ? media_exit::bad_disk
                                                 : media_exit::own_fault;
  return write_whole(output, error.message) ? code : media_exit::bad_disk;
}

}  // namespace

std::chrono::seconds processor_time_for(std::uint64_t file_bytes) {
  return least_time + std::chrono::seconds(static_cast<std::int64_t>(file_bytes / bytes_a_second));
}

int run_media_child(int input, int output, const ChildLimits& limits) {
  auto file = OpenFile::of(input);
  if (!file) return end_with(output, file.error());
  // Whoever listens meanwhile comes first. Less is never refused (setpriority(2)).
  ::setpriority(PRIO_PROCESS, 0, niceness);
  audio::prepare_to_hear();
  auto own_limits = limits;
  own_limits.processor_time = std::min(limits.processor_time, processor_time_for(file->bytes()));
  auto confined = confine(own_limits);
  if (!confined) return end_with(output, confined.error());
  bool written = true;
  auto examined = examine(
      *file, [&](const std::string& line) { written = written && write_whole(output, line); });
  if (!examined) return end_with(output, examined.error());
  return written ? media_exit::well : media_exit::bad_disk;
}

}  // namespace tapedeck::download
