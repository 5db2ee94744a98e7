// Any text as a taper's file of fingerprints.

#include "audio/fingerprints.hpp"

#include "base/ensure.hpp"
#include "base/utf8.hpp"

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <tuple>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tapedeck;
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): libFuzzer gives bytes
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  std::ignore = audio::fingerprints_in(text);
  const auto read = audio::read_fingerprints(text, audio::FingerprintKind::file);
  ensure(read.size() <= audio::most_fingerprints, "no more than there may be");
  for (const auto& fingerprint : read) {
    ensure(fingerprint.md5.size() == 32, "a digest has its digits");
    ensure(fingerprint.md5.find_first_not_of("0123456789abcdef") == std::string::npos,
           "digits are digits");
    ensure(!fingerprint.name.empty() && is_utf8(fingerprint.name), "a name is text");
    ensure(std::ranges::none_of(fingerprint.name, [](unsigned char c) { return c < 0x20; }),
           "a name is one line");
    const auto again =
        audio::read_fingerprints(fingerprint.md5 + " *" + fingerprint.name, fingerprint.kind);
    ensure(again.size() <= 1, "a line is one line");
  }
  return 0;
}
