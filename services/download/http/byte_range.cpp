#include "download/http/byte_range.hpp"

#include "http/headers.hpp"
#include "http/range.hpp"

#include <algorithm>
#include <string_view>

namespace tapedeck::download {
namespace {

/// Larger than any file, and far enough from the end of the numbers.
constexpr std::uint64_t endless = std::uint64_t{1} << 62;

bool is_strong_tag(std::string_view text) {
  constexpr std::size_t most_bytes = 256;
  return text.size() >= 2 && text.size() <= most_bytes && text.front() == '"' &&
         text.back() == '"' &&
         std::ranges::all_of(text, [](char c) { return c > 0x20 && c < 0x7F; });
}

bool asks_for_the_last(std::string_view range) {
  const auto equals = range.find('=');
  return equals != range.npos &&
         range.find_first_not_of(" \t", equals + 1) == range.find('-', equals + 1);
}

}  // namespace

WantedBytes wanted_bytes(const http::Request& request) {
  WantedBytes wanted;
  std::size_t ranges = 0;
  request.each_header([&](std::string_view name, std::string_view) {
    if (http::same_name(name, "Range")) ++ranges;
  });
  const auto range = request.header("Range");
  if (request.verb() != http::Verb::get || ranges != 1 || asks_for_the_last(*range)) return wanted;
  const auto if_range = request.header("If-Range");
  if (if_range && !is_strong_tag(*if_range)) return wanted;
  const auto choice = http::choose_range(*range, endless);
  if (choice.kind != http::RangeChoice::Kind::part) return wanted;
  wanted.part = true;
  wanted.first = choice.first;
  wanted.bytes = choice.bytes;
  if (if_range) wanted.if_match = *if_range;
  return wanted;
}

Result<SentBytes> sent_bytes(const WantedBytes& wanted, const archive::FetchStart& start) {
  SentBytes sent;
  if (start.total) sent.bytes = *start.total - std::min(*start.total, start.first);
  const bool same_file = wanted.if_match.empty() || wanted.if_match == start.etag;
  // Without the size of the whole there is no Content-Range to be written.
  const bool tellable = wanted.part && same_file && start.first == wanted.first && start.total;
  if (!tellable && start.first > 0) {
    return fail(
        Errc::bad_upstream, "The Archive sent a part of the file without saying which.",
        "206 from " + std::to_string(start.first) + " without a size, or of another version");
  }
  if (!tellable) return sent;
  sent.status = 206;
  sent.first = start.first;
  sent.bytes = std::min(*sent.bytes, wanted.bytes);
  sent.content_range = "bytes " + std::to_string(sent.first) + "-" +
                       std::to_string(sent.first + *sent.bytes - 1) + "/" +
                       std::to_string(*start.total);
  return sent;
}

}  // namespace tapedeck::download
