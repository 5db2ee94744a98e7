// Any text as the address of a request, and as percent-encoded text.

#include "base/ensure.hpp"
#include "base/utf8.hpp"
#include "http/detail/target.hpp"

#include <algorithm>
#include <cstdint>
#include <string>

namespace {

using namespace tapedeck;
using namespace tapedeck::http;

bool is_clean(std::string_view text) {
  const auto control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; };
  return is_utf8(text) && std::ranges::none_of(text, control);
}

std::string encoded(std::string_view text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    out += '%';
    out += digits[byte / 16U];
    out += digits[byte % 16U];
  }
  return out;
}

void check_target(std::string_view text) {
  detail::Target target;
  if (!target.read(text).empty()) return;
  ensure(target.path().starts_with('/'), "a path begins with a slash");
  ensure(!target.segments().empty(), "a path has segments");
  for (std::size_t i = 0; i < target.segments().size(); ++i) {
    const auto segment = target.segments()[i];
    ensure(is_clean(segment), "a segment is clean text");
    ensure(segment != "." && segment != "..", "a segment does not climb");
    ensure(target.rest(i).starts_with(segment), "the rest begins with its first segment");
  }
  ensure(target.parameters().size() <= detail::Target::max_parameters, "parameters are counted");
  for (const auto& [name, value] : target.parameters())
    ensure(is_clean(name) && is_clean(value), "a parameter is clean text");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): libFuzzer gives bytes
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  check_target(text);
  std::string decoded;
  if (detail::percent_decode(text, true, decoded))
    ensure(decoded.size() <= text.size(), "decoding makes nothing longer");
  ensure(detail::percent_decode(encoded(text), false, decoded) && decoded == text,
         "what was encoded is decoded to the same");
  if (detail::is_authority(text)) ensure(text.find('/') == text.npos, "a host has no path");
  return 0;
}
