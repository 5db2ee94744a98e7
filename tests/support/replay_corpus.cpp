// The main() of a fuzz target where libFuzzer is not linked: gives it every file of the folders it
// is called with, and the empty input. What once broke stays mended.

#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

int main(int argc, char** argv) {
  std::size_t replayed = 0;
  for (int i = 1; i < argc; ++i) {
    for (const auto& entry : std::filesystem::directory_iterator(argv[i])) {
      std::ifstream file(entry.path(), std::ios::binary);
      const std::vector<char> bytes(std::istreambuf_iterator<char>(file), {});
      const std::vector<std::uint8_t> input(bytes.begin(), bytes.end());
      // On the heap and no larger than it is, so that reading past the end is seen.
      LLVMFuzzerTestOneInput(input.data(), input.size());
      ++replayed;
    }
  }
  LLVMFuzzerTestOneInput(nullptr, 0);
  std::printf("%zu inputs replayed\n", replayed);
  return replayed > 0 ? 0 : 1;  // an empty corpus proves nothing
}
