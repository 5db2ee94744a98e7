#include "telemetry/trace.hpp"

#include <doctest/doctest.h>

#include <array>
#include <set>
#include <string>
#include <thread>
#include <vector>

using namespace tapedeck;
using namespace tapedeck::telemetry;

namespace {

constexpr std::string_view sound = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

}  // namespace

TEST_CASE("a traceparent is read and written as W3C Trace Context says") {
  const auto context = parse_traceparent(sound);
  REQUIRE(context);
  CHECK(trace_id_text(*context) == "0af7651916cd43dd8448eb211c80319c");
  CHECK(context->span_id[0] == 0xb7);
  CHECK(context->span_id[7] == 0x31);
  CHECK(context->sampled);
  CHECK(to_traceparent(*context) == sound);
}

// After the vectors of the W3C's own test suite (w3c/trace-context, test/test.py).
TEST_CASE("which traceparents are taken and which begin a new trace") {
  struct Case {
    std::string_view why, header;
    bool taken;
  };
  // clang-format off
  const auto cases = std::to_array<Case>({
      {"sampled",              "00-12345678901234567890123456789012-1234567890123456-01", true},
      {"not sampled",          "00-12345678901234567890123456789012-1234567890123456-00", true},
      {"unknown flags",        "00-12345678901234567890123456789012-1234567890123456-ff", true},
      {"a later version",      "cc-12345678901234567890123456789012-1234567890123456-01", true},
      {"… with more fields",   "cc-12345678901234567890123456789012-1234567890123456-01-what-the-future-will-be-like", true},
      {"… with a bad end",     "cc-12345678901234567890123456789012-1234567890123456-01.what-the-future-will-not-be-like", false},
      {"version 00 too long",  "00-12345678901234567890123456789012-1234567890123456-01-what-the-future-will-be-like", false},
      {"version ff",           "ff-12345678901234567890123456789012-1234567890123456-01", false},
      {"a version of letters", ".0-12345678901234567890123456789012-1234567890123456-01", false},
      {"a version too long",   "000-12345678901234567890123456789012-1234567890123456-01", false},
      {"a version too short",  "0-12345678901234567890123456789012-1234567890123456-01", false},
      {"an empty trace id",    "00-00000000000000000000000000000000-1234567890123456-01", false},
      {"a trace id of dots",   "00-.2345678901234567890123456789012-1234567890123456-01", false},
      {"a trace id too long",  "00-123456789012345678901234567890123-1234567890123456-01", false},
      {"a trace id too short", "00-1234567890123456789012345678901-1234567890123456-01", false},
      {"an empty span id",     "00-12345678901234567890123456789012-0000000000000000-01", false},
      {"a span id of dots",    "00-12345678901234567890123456789012-.234567890123456-01", false},
      {"a span id too long",   "00-12345678901234567890123456789012-12345678901234567-01", false},
      {"a span id too short",  "00-12345678901234567890123456789012-123456789012345-01", false},
      {"flags of dots",        "00-12345678901234567890123456789012-1234567890123456-.0", false},
      {"flags too long",       "00-12345678901234567890123456789012-1234567890123456-001", false},
      {"flags too short",      "00-12345678901234567890123456789012-1234567890123456-1", false},
      {"upper case",           "00-ABCDEF78901234567890123456789012-1234567890123456-01", false},
      {"other separators",     "00_12345678901234567890123456789012_1234567890123456_01", false},
      {"a space around it",    " 00-12345678901234567890123456789012-1234567890123456-01", false},
      {"nothing",              "", false},
  });
  // clang-format on
  for (const auto& c : cases) {
    CAPTURE(c.why);
    CHECK(parse_traceparent(c.header).has_value() == c.taken);
  }
}

TEST_CASE("the next service belongs to the same trace with a span of its own") {
  const auto parent = *parse_traceparent(sound);
  const auto child = next_span(parent);
  CHECK(child.trace_id == parent.trace_id);
  CHECK(child.sampled == parent.sampled);
  CHECK(child.span_id != parent.span_id);
}

TEST_CASE("a new trace has ids that no other has, and is not sampled") {
  const auto a = begin_trace();
  const auto b = begin_trace();
  CHECK(a.trace_id != b.trace_id);
  CHECK(a.span_id != b.span_id);
  CHECK_FALSE(a.sampled);
  CHECK(parse_traceparent(to_traceparent(a)) == a);
}

TEST_CASE("a request keeps the id it came with when that can do no harm in a log") {
  for (const std::string_view id :
       {"12345678", "3f0c0c5e-0000-4000-8000-00000000abcd",
        "AbCdEfGhIjKlMnOpQrStUvWxYz0123456789AbCdEfGhIjKlMnOpQrStUvWxYz01"}) {
    CAPTURE(id);
    CHECK(accept_request_id(id) == id);
  }
}

TEST_CASE("no two of a thousand requests have the same ids, in whatever thread they began") {
  std::array<std::vector<TraceContext>, 2> begun;
  const auto begin = [](std::vector<TraceContext>& into) {
    for (int i = 0; i < 500; ++i)
      into.push_back(begin_trace());
  };
  std::thread other([&] { begin(begun[1]); });
  begin(begun[0]);
  other.join();
  std::set<std::string> ids;
  for (const auto& part : begun)
    for (const auto& context : part)
      ids.insert({trace_id_text(context), to_traceparent(context).substr(36, 16)});
  CHECK(ids.size() == 2'000);
}

TEST_CASE("any other id is replaced by a random one") {
  std::set<std::string> seen;
  for (const std::string_view id :
       {"", "1234567", "AbCdEfGhIjKlMnOpQrStUvWxYz0123456789AbCdEfGhIjKlMnOpQrStUvWxYz012",
        "1234567\n", "id with spaces", "<script>", "caf\xc3\xa9-cafe", "a_b_c_d_e"}) {
    CAPTURE(id);
    const auto made = accept_request_id(id);
    CHECK(made != id);
    CHECK(made.size() == 32);
    CHECK(accept_request_id(made) == made);
    seen.insert(made);
  }
  CHECK(seen.size() == 8);
}
