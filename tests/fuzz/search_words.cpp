// Any text as what a listener types into a search, plain or in the Archive's own language.

#include "base/ensure.hpp"
#include "base/utf8.hpp"
#include "browse/core/search_query.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace {

using namespace tapedeck;
using namespace tapedeck::browse;

/// How the brackets of a query stand at its end, quotes and backslashes read as the Archive does.
/// Below zero as soon as one closes what nothing has opened.
int depth_of(std::string_view query) {
  int depth = 0;
  bool quoted = false;
  for (std::size_t at = 0; at < query.size(); ++at) {
    const char c = query[at];
    if (c == '\\') ++at;
    if (c == '"') quoted = !quoted;
    if (quoted) continue;
    if (c == '(' || c == '[' || c == '{') ++depth;
    if ((c == ')' || c == ']' || c == '}') && --depth < 0) return depth;
  }
  return quoted ? 1 : depth;
}

void check(const SearchRequest& request) {
  if (!faults_in(request).empty()) return;
  const auto asked = to_query(request);
  if (!asked) {
    ensure(asked.error().code == Errc::invalid, "a text is refused for what it is");
    return;
  }
  const auto query = asked->query.text();
  constexpr std::string_view recordings = "collection:etree AND mediatype:etree";
  ensure(query.starts_with(recordings), "only recordings are searched");
  ensure(query.size() == recordings.size() || query.substr(recordings.size()).starts_with(" AND "),
         "every word narrows the search");
  ensure(query.size() <= archive::Query::max_bytes, "the Archive takes it");
  ensure(depth_of(query) == 0, "no text breaks out of its place");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): libFuzzer gives bytes
  const std::string text(reinterpret_cast<const char*>(data), size);
  if (!is_utf8(text)) return 0;  // refused where it comes in
  SearchRequest request;
  request.q = text;
  check(request);
  request.artist = request.venue = text;
  check(request);
  SearchRequest expert;
  expert.query = text;
  check(expert);
  return 0;
}
