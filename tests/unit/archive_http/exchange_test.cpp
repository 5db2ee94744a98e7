#include "archive/http/exchange.hpp"

#include "async/loop.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace tapedeck;
using namespace tapedeck::archive;

namespace {

constexpr std::size_t piece_size = 16U << 10U;

/// An exchange without its thread and its coroutine.
struct Counter {
  explicit Counter(WireRequest request = {}) : exchange(std::move(request), bell) {}

  Exchange::Taken put(std::size_t bytes = piece_size) {
    return exchange.put(std::span(piece).first(bytes));
  }

  async::Loop loop;
  async::Doorbell bell{loop.executor()};
  Exchange exchange;
  std::vector<std::byte> piece{piece_size};
};

}  // namespace

TEST_CASE("a reader that takes nothing is sent as much as it said, and then the sender waits") {
  constexpr std::size_t ahead = 10 * piece_size;
  Counter counter({.ahead = ahead});
  std::size_t put = 0;
  while (counter.put() == Exchange::Taken::yes)
    put += piece_size;
  CHECK(put == ahead);
  CHECK(counter.put() == Exchange::Taken::full);

  std::vector<std::byte> bytes;
  const auto delivery = counter.exchange.take(bytes);
  CHECK(delivery.was_full);
  CHECK(bytes.size() == ahead);
  CHECK(counter.put() == Exchange::Taken::yes);
  CHECK_FALSE(counter.exchange.take(bytes).was_full);
  CHECK(bytes.size() == piece_size);
}

TEST_CASE("an answer with a limit is taken up to it and no further") {
  Counter counter({.most_bytes = 3 * piece_size});
  CHECK(counter.put() == Exchange::Taken::yes);
  std::vector<std::byte> bytes;
  CHECK_FALSE(counter.exchange.take(bytes).was_full);
  CHECK(counter.put() == Exchange::Taken::yes);
  CHECK(counter.put() == Exchange::Taken::yes);
  CHECK(counter.put(1) == Exchange::Taken::too_long);
}

TEST_CASE("what has come is there even when the end came at once") {
  Counter counter;
  counter.exchange.begin({.status = 200});
  CHECK(counter.put(5) == Exchange::Taken::yes);
  counter.exchange.end({.end = WireEnd::whole});
  std::vector<std::byte> bytes;
  const auto delivery = counter.exchange.take(bytes);
  REQUIRE(delivery.head);
  CHECK(delivery.head->status == 200);
  CHECK(bytes.size() == 5);
  REQUIRE(delivery.outcome);
  CHECK(delivery.outcome->end == WireEnd::whole);
}

TEST_CASE("nobody is woken for a call that was left") {
  Counter counter;
  CHECK(counter.put(1) == Exchange::Taken::yes);
  CHECK(counter.loop.poll() == 1);
  counter.exchange.leave();
  CHECK(counter.put(1) == Exchange::Taken::yes);
  counter.exchange.end({});
  CHECK(counter.loop.poll() == 0);
}
