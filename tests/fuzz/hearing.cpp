// Any bytes as a Shorten or WAV file: those readers are our own.

#include "audio/hearing_json.hpp"
#include "base/ensure.hpp"

#include <cstdint>
#include <string_view>
#include <vector>

namespace {

void check_hearing(std::string_view word, const std::uint8_t* data, std::size_t size) {
  using namespace tapedeck;
  std::vector<std::uint8_t> file(word.begin(), word.end());
  file.insert(file.end(), data, data + size);
  audio::MemorySource source(file);
  const auto hearing = audio::hear(source);
  if (!hearing) {
    ensure(hearing.error().code == Errc::invalid, "a file in memory is refused for what it is");
    ensure(!hearing.error().message.empty(), "a refusal has a sentence");
    return;
  }
  const auto back = audio::parse_hearing(audio::to_json(*hearing));
  ensure(back.has_value() && *back == *hearing, "what was heard reads back the same");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  check_hearing("ajkg", data, size);
  check_hearing("RIFF", data, size);
  return 0;
}
