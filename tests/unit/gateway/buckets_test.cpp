#include "gateway/core/buckets.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace std::chrono_literals;
using tapedeck::gateway::Buckets;
using tapedeck::gateway::Moment;

TEST_CASE("a full bucket gives its tokens at once, and then one each interval") {
  Buckets buckets({3, 10s});
  Moment now{};
  for (int i = 0; i < 3; ++i)
    CHECK_FALSE(buckets.take("anna", now));
  CHECK(buckets.take("anna", now) == 10s);
  CHECK(buckets.take("anna", now + 4s) == 6s);
  CHECK_FALSE(buckets.take("anna", now + 10s));
  CHECK(buckets.take("anna", now + 10s) == 10s);
}

TEST_CASE("a bucket that is left alone is full again, and no fuller") {
  Buckets buckets({3, 10s});
  Moment now{};
  for (int i = 0; i < 3; ++i)
    CHECK_FALSE(buckets.take("anna", now));
  now += 24h;
  for (int i = 0; i < 3; ++i)
    CHECK_FALSE(buckets.take("anna", now));
  CHECK(buckets.take("anna", now));
}

TEST_CASE("one who is refused does not wait longer for having asked") {
  Buckets buckets({1, 10s});
  const Moment now{};
  CHECK_FALSE(buckets.take("anna", now));
  for (int i = 0; i < 100; ++i)
    CHECK(buckets.take("anna", now + 5s) == 5s);
  CHECK_FALSE(buckets.take("anna", now + 10s));
}

TEST_CASE("everybody has a bucket of his own") {
  Buckets buckets({1, 10s});
  const Moment now{};
  CHECK_FALSE(buckets.take("anna", now));
  CHECK_FALSE(buckets.take("ben", now));
  CHECK(buckets.take("anna", now));
}

TEST_CASE("a token that was taken for nothing can be put back") {
  Buckets buckets({1, 10s});
  const Moment now{};
  CHECK_FALSE(buckets.take("anna", now));
  buckets.put_back("anna");
  CHECK_FALSE(buckets.take("anna", now));
}

TEST_CASE("without an interval nobody waits") {
  Buckets buckets({0, 0s});
  for (int i = 0; i < 1'000; ++i)
    CHECK_FALSE(buckets.take("anna", Moment{}));
}

TEST_CASE("strangers cannot make the table grow beyond its bound") {
  Buckets buckets({1, 1h}, 3);
  const Moment now{};
  CHECK_FALSE(buckets.take("anna", now));
  for (int i = 0; i < 2; ++i)
    CHECK_FALSE(buckets.take(std::to_string(i), now));
  CHECK(buckets.take("anna", now));            // she is still known
  CHECK_FALSE(buckets.take("one more", now));  // the one unused longest made room
  CHECK(buckets.take("anna", now));
  CHECK_FALSE(buckets.take("0", now));
}
