// Any text as the conditions and the Range of a request for a file.

#include "base/ensure.hpp"
#include "http/conditional.hpp"
#include "http/content_coding.hpp"
#include "http/http_date.hpp"
#include "http/range.hpp"

#include <cstdint>
#include <cstring>

namespace {

using namespace tapedeck;
using namespace tapedeck::http;

void check_range(std::string_view text, std::uint64_t bytes) {
  const auto range = choose_range(text, bytes);
  if (range.kind == RangeChoice::Kind::part) {
    ensure(range.bytes > 0 && range.first < bytes, "a part has bytes and begins inside");
    ensure(range.bytes <= bytes - range.first, "a part ends inside");
  } else {
    ensure(range.bytes == 0 && range.first == 0, "what is no part names no bytes");
  }
}

void check_condition_texts(std::string_view text) {
  const Validators known{"\"barton\"", std::chrono::sys_seconds{std::chrono::seconds{231'969'600}}};
  for (const auto status :
       {check_conditions({text, {}, {}, {}}, known), check_conditions({{}, text, {}, {}}, known),
        check_conditions({{}, {}, text, {}}, known), check_conditions({{}, {}, {}, text}, known)})
    ensure(status == 200 || status == 304 || status == 412, "a condition has one of three ends");
  ensure(!range_still_holds(text, {}), "without a tag no part is sent");
}

void check_date(std::string_view text) {
  const auto date = parse_http_date(text);
  if (date) ensure(parse_http_date(to_http_date(*date)) == date, "a date reads back the same");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::uint64_t bytes = 0;
  if (size < sizeof bytes) return 0;
  std::memcpy(&bytes, data, sizeof bytes);
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): libFuzzer gives bytes
  const std::string_view text(reinterpret_cast<const char*>(data) + sizeof bytes,
                              size - sizeof bytes);
  check_range(text, bytes);
  check_range(text, bytes % 100);
  check_condition_texts(text);
  check_date(text);
  ensure(!takes_coding("", text), "who names no coding takes none");
  ensure(takes_coding(text, "br") || text != "br", "who names a coding takes it");
  return 0;
}
