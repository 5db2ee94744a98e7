#include "service/http/bad_requests.hpp"

#include "service/http/served.hpp"

#include <doctest/doctest.h>

using namespace tapedeck;
using namespace tapedeck::test;
using namespace std::chrono_literals;

namespace {

http::ServerLimits small_limits() {
  http::ServerLimits limits;
  limits.target_bytes = longest_target;
  limits.header_bytes = longest_head;
  limits.body_bytes = longest_body;
  return limits;
}

http::ServerLimits short_times() {
  auto limits = small_limits();
  limits.header_time = 150ms;
  limits.body_time = 150ms;
  limits.idle_time = 150ms;
  return limits;
}

bool still_serves(const Served& served) {
  const auto answer = served.ask(get("/hello"));
  return answer && answer->status == 200;
}

void check_bad_request(const Served& served, const BadRequest& bad) {
  CAPTURE(bad.why);
  auto client = served.client();
  client.send(bad.bytes);
  if (bad.finishes) client.finish_sending();
  if (bad.status == 0) {
    CHECK(client.is_closed());
    return;
  }
  const auto answer = client.answer();
  REQUIRE(answer);
  CHECK(answer->status == bad.status);
  CHECK(answer->header("content-type") == "application/problem+json");
  CHECK(answer->header("x-content-type-options") == "nosniff");
  CHECK(answer->header("x-request-id").size() >= 8);
  CHECK((answer->header("connection") == "close") == bad.closes);
  if (bad.closes) {
    CHECK(client.is_closed());
    CHECK_FALSE(client.was_reset());
  } else {
    client.send(get("/hello"));
    const auto next = client.answer();
    REQUIRE(next);
    CHECK(next->status == 200);
  }
}

void check_all(const Served& served, const std::vector<BadRequest>& all) {
  for (const auto& bad : all)
    check_bad_request(served, bad);
  CHECK(still_serves(served));
}

}  // namespace

TEST_CASE("a request line that is not one of HTTP/1.1 is refused") {
  check_all(Served(small_limits()), bad_request_lines());
}

TEST_CASE("an address that could mean two things is refused") {
  check_all(Served(small_limits()), bad_targets());
}

TEST_CASE("header fields that programs read differently are refused") {
  check_all(Served(small_limits()), bad_fields());
}

TEST_CASE("a body whose end could be seen in two places is refused") {
  check_all(Served(small_limits()), bad_framing());
}

TEST_CASE("chunks that are not exactly as they should be are refused") {
  check_all(Served(small_limits()), bad_chunks());
}

TEST_CASE("a request that does not come to its end is not waited for") {
  check_all(Served(short_times()), slow_requests());
}

TEST_CASE("the list of bad requests is as long as it is said to be") {
  const auto count = bad_request_lines().size() + bad_targets().size() + bad_fields().size() +
                     bad_framing().size() + bad_chunks().size() + slow_requests().size();
  MESSAGE("bad requests: " << count);
  CHECK(count >= 150);
}

TEST_CASE("no bad request is answered as a bug of ours") {
  const Served served(small_limits());
  for (const auto& list : {bad_request_lines(), bad_fields(), bad_framing(), bad_chunks()})
    for (const auto& bad : list)
      CHECK_MESSAGE(served.ask(bad.bytes).value().status != 500, bad.why);
}
