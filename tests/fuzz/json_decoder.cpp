// Any bytes as JSON: into any value, and into structs with every kind of member.

#include "base/ensure.hpp"
#include "json/decode.hpp"
#include "json/encode.hpp"
#include "unit/json/records.hpp"

#include <cstdint>

namespace {

using namespace tapedeck;

/// What was read can be written, and reads back the same; what was not read says why.
template <class T>
void check_round_trip(std::string_view text) {
  const auto value = json::decode<T>(text);
  if (value) {
    const auto again = json::decode<T>(json::encode(*value));
    ensure(again && *again == *value, "what is written reads back the same");
    return;
  }
  const auto& error = value.error();
  ensure(error.code == Errc::malformed || error.code == Errc::invalid, "a fault of the input");
  ensure(error.code == Errc::malformed || !error.fields.empty(), "the fields at fault are named");
  ensure(error.fields.size() <= json::Findings::max_count, "no more than so many are named");
  const auto problem = json::encode(error.message);
  ensure(json::decode<std::string>(problem) == error.message, "the sentence is well-formed text");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): libFuzzer gives bytes
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  check_round_trip<json::Raw>(text);
  check_round_trip<json_test::Recording>(text);
  check_round_trip<json_test::Folder>(text);
  check_round_trip<json::OneOrMany<std::map<std::string, double>>>(text);
  return 0;
}
