// Any bytes as a FLAC file, with its first word and without.

#include "fuzz/sound_slices.hpp"

#include <string_view>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tapedeck;
  constexpr std::string_view word = "fLaC";
  std::vector<std::uint8_t> file(word.begin(), word.end());
  file.insert(file.end(), data, data + size);
  audio::MemorySource with_word(file);
  test::check_slices(audio::make_slice_map(with_word), file.size());
  audio::MemorySource as_it_is({data, size});
  test::check_slices(audio::make_slice_map(as_it_is), size);
  return 0;
}
