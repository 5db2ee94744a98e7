#include "download/media/media_child.hpp"

#include "audio/slice_map_json.hpp"
#include "download/media/open_file.hpp"

#include <unistd.h>

#include <cerrno>
#include <new>
#include <string_view>

namespace tapedeck::download {
namespace {

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

int run_media_child(int input, int output, const ChildLimits& limits) {
  auto file = OpenFile::of(input);
  if (!file) return end_with(output, file.error());
  auto confined = confine(limits);
  if (!confined) return end_with(output, confined.error());
  try {
    const auto map = audio::make_slice_map(*file);
    if (!map) return end_with(output, map.error());
    return write_whole(output, audio::to_json(*map)) ? media_exit::well : media_exit::bad_disk;
  } catch (const std::bad_alloc&) {
    // Its limit is many times what any sound file needs.
    return write_whole(output, "The file takes more memory than it may.") ? media_exit::bad_sound
                                                                          : media_exit::bad_disk;
  }
}

}  // namespace tapedeck::download
