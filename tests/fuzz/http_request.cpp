// Any bytes as a request: whole, and in pieces as a network may cut them.

#include "base/ensure.hpp"
#include "base/utf8.hpp"
#include "http/detail/head_scan.hpp"
#include "http/detail/request_parser.hpp"
#include "http/detail/routes.hpp"

#include <algorithm>
#include <cstdint>
#include <memory>
#include <string>

namespace {

using namespace tapedeck;
using namespace tapedeck::http;

struct Read {
  std::shared_ptr<Request::Parts> parts = std::make_shared<Request::Parts>();
  std::uint16_t refused = 0;
  bool whole = false;
};

ServerLimits limits_for_fuzzing() {
  ServerLimits limits;
  limits.header_bytes = 4096;
  limits.target_bytes = 1024;
  limits.body_bytes = 4096;
  return limits;
}

// As detail::Receiver does it, from memory: `step` bytes more each time.
Read read_request(std::string_view bytes, std::size_t step) {
  static const auto limits = limits_for_fuzzing();
  Read read;
  detail::HeadScan scan;
  std::size_t come = 0;
  auto state = detail::HeadScan::State::more;
  while (state == detail::HeadScan::State::more && come < bytes.size()) {
    come = std::min(come + step, bytes.size());
    state = scan.look(bytes.substr(0, come));
  }
  if (state == detail::HeadScan::State::broken) read.refused = 400;
  if (state != detail::HeadScan::State::complete) return read;
  read.parts->head = bytes.substr(scan.begin(), scan.end() - scan.begin());
  if (read.parts->head.size() > limits.header_bytes) return read;
  detail::RequestParser parser(*read.parts, limits);
  read.refused = parser.read_head().status;
  std::size_t at = scan.end();
  come = std::max(come, at);
  while (read.refused == 0 && parser.wants_body()) {
    std::size_t taken = 0;
    if (come > at) read.refused = parser.read_body(bytes.substr(at, come - at), taken).status;
    at += taken;
    if (taken == 0 && come == bytes.size()) return read;
    come = std::min(come + step, bytes.size());
  }
  read.whole = read.refused == 0;
  return read;
}

bool lies_in(std::string_view part, std::string_view whole) {
  return part.empty() ||
         (part.data() >= whole.data() && part.data() + part.size() <= whole.data() + whole.size());
}

void check_sound(const Read& read) {
  const auto& parts = *read.parts;
  ensure(parts.body.size() <= 4096, "a body stays within its limit");
  ensure(lies_in(parts.target_text, parts.head), "the target is a part of the head");
  std::size_t framed = 0;
  for (const auto& [name, value] : parts.fields) {
    ensure(lies_in(name, parts.head) && lies_in(value, parts.head), "fields are parts of the head");
    ensure(value.find_first_of(std::string_view("\r\n\0", 3)) == value.npos, "a value is one line");
    if (same_name(name, "Content-Length") || same_name(name, "Transfer-Encoding")) ++framed;
  }
  ensure(framed <= 1, "the end of a body is told once");
  for (const auto segment : parts.target.segments())
    ensure(is_utf8(segment) && segment != "..", "segments are text and do not climb");
  for (const auto& [name, value] : parts.target.parameters())
    ensure(is_utf8(name) && is_utf8(value), "parameters are text");
}

bool same(const Read& a, const Read& b) {
  if (a.refused != b.refused || a.whole != b.whole) return false;
  return !a.whole || (a.parts->head == b.parts->head && a.parts->body == b.parts->body);
}

Task<Result<Response>> nothing(Request) { co_return no_content(); }

Router make_router() {
  Router router;
  for (const auto* pattern : {"/", "/a", "/a/{b}", "/{a}/b", "/{a}/{b}/{c}", "/r/{rest...}"})
    router.add(RouteInfo{Verb::get, pattern, Access::open, {}}, nothing);
  return router;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const Router router = make_router();
  if (size < 1) return 0;
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): libFuzzer gives bytes
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  const auto at_once = read_request(bytes, std::max<std::size_t>(bytes.size(), 1));
  const auto in_pieces = read_request(bytes, data[0] % 64U + 1U);
  ensure(same(at_once, in_pieces), "how the network cuts a request says nothing about it");
  if (at_once.whole) {
    check_sound(at_once);
    const auto found = router.find(*at_once.parts);
    ensure(found.status != 200 || found.handler != nullptr, "a row that is found has a handler");
  }
  return 0;
}
