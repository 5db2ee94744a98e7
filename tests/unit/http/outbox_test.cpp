#include "http/detail/outbox.hpp"

#include <doctest/doctest.h>

#include <memory>
#include <string>

namespace tapedeck::http::detail {

namespace {

Outbox::Text news(std::string text) { return std::make_shared<const std::string>(std::move(text)); }

}  // namespace

TEST_CASE("news goes out in the order it came in") {
  Outbox outbox(3, 100);
  CHECK(outbox.push(news("one")));
  CHECK(outbox.push(news("two")));
  CHECK(*outbox.pop() == "one");
  CHECK(*outbox.pop() == "two");
  CHECK(outbox.pop() == nullptr);
}

TEST_CASE("a full outbox takes no more until something has left") {
  Outbox outbox(2, 100);
  CHECK(outbox.push(news("one")));
  CHECK(outbox.push(news("two")));
  CHECK_FALSE(outbox.push(news("three")));
  CHECK(outbox.size() == 2);
  CHECK(*outbox.pop() == "one");
  CHECK(outbox.push(news("three")));
}

TEST_CASE("an outbox is full by bytes too") {
  Outbox outbox(10, 6);
  CHECK_FALSE(outbox.push(news("1234567")));
  CHECK(outbox.push(news("1234")));
  CHECK_FALSE(outbox.push(news("123")));
  CHECK(outbox.push(news("12")));
  CHECK(*outbox.pop() == "1234");
  CHECK(outbox.push(news("1234")));
}

TEST_CASE("only the latest under one key waits, in the first one's place") {
  Outbox outbox(10, 100);
  CHECK(outbox.push_latest("a", news("a 1")));
  CHECK(outbox.push(news("between")));
  CHECK(outbox.push_latest("b", news("b 1")));
  CHECK(outbox.push_latest("a", news("a 2")));
  CHECK(outbox.size() == 3);
  CHECK(*outbox.pop() == "a 2");
  CHECK(*outbox.pop() == "between");
  CHECK(*outbox.pop() == "b 1");
}

TEST_CASE("what has left is not replaced") {
  Outbox outbox(10, 100);
  CHECK(outbox.push_latest("a", news("a 1")));
  CHECK(*outbox.pop() == "a 1");
  CHECK(outbox.push_latest("a", news("a 2")));
  CHECK(*outbox.pop() == "a 2");
}

TEST_CASE("a full outbox still takes a newer value of what waits, if it fits") {
  Outbox outbox(1, 5);
  CHECK(outbox.push_latest("a", news("123")));
  CHECK(outbox.push_latest("a", news("12345")));
  CHECK_FALSE(outbox.push_latest("a", news("123456")));
  CHECK_FALSE(outbox.push_latest("b", news("1")));
  CHECK(*outbox.pop() == "12345");
  CHECK(outbox.push(news("12345")));
}

TEST_CASE("a cleared outbox has all its room again") {
  Outbox outbox(1, 3);
  CHECK(outbox.push(news("123")));
  outbox.clear();
  CHECK(outbox.empty());
  CHECK(outbox.push(news("123")));
}

}  // namespace tapedeck::http::detail
