// Any bytes as an MP3 file, by themselves and behind two frames that go together.

#include "fuzz/sound_slices.hpp"

#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tapedeck;
  constexpr std::size_t frame_bytes = 104;  // 32 kbit/s at 44.1 kHz
  std::vector<std::uint8_t> file(2 * frame_bytes);
  for (const std::size_t at : {std::size_t{0}, frame_bytes}) {
    file[at] = 0xff;
    file[at + 1] = 0xfb;
    file[at + 2] = 0x10;
  }
  file.insert(file.end(), data, data + size);
  audio::MemorySource behind_frames(file);
  test::check_slices(audio::make_slice_map(behind_frames), file.size());
  audio::MemorySource as_it_is({data, size});
  test::check_slices(audio::make_slice_map(as_it_is), size);
  return 0;
}
