#include "archive/usage.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <utility>

using namespace tapedeck;
using namespace tapedeck::archive;
using namespace std::chrono_literals;

namespace {

constexpr Clock::Ticks start{24h};

std::uint64_t lookups(const UsageMeter& meter, Clock::Ticks now) {
  return meter.last_hour(now).calls[std::to_underlying(Lane::lookup)];
}

}  // namespace

TEST_CASE("what the Archive was asked is counted by lane, with what it cost") {
  UsageMeter meter;
  meter.called(Lane::lookup, 0ms, start);
  meter.called(Lane::lookup, 250ms, start);
  meter.called(Lane::play, 750ms, start + 1min);
  meter.refused(start + 2min);
  meter.reacted(Reaction::answered, start + 2min);
  meter.reacted(Reaction::overloaded, start + 3min);
  meter.reacted(Reaction::unreachable, start + 3min);
  meter.reacted(Reaction::silent, start + 3min);

  const auto usage = meter.last_hour(start + 4min);
  CHECK(usage.calls[std::to_underlying(Lane::lookup)] == 2);
  CHECK(usage.calls[std::to_underlying(Lane::transfer)] == 0);
  CHECK(usage.calls[std::to_underlying(Lane::play)] == 1);
  CHECK(usage.waits == 2);
  CHECK(usage.waited == 1s);
  CHECK(usage.longest_wait == 750ms);
  CHECK(usage.refused == 1);
  CHECK(usage.overloads == 1);
  CHECK(usage.unreachable == 2);
}

TEST_CASE("what was asked more than an hour ago is forgotten, minute by minute") {
  UsageMeter meter;
  for (int minute = 0; minute < 180; ++minute)
    meter.called(Lane::lookup, 0ms, start + minute * 1min);
  CHECK(lookups(meter, start + 179min) == 60);
  CHECK(lookups(meter, start + 209min) == 30);
  CHECK(lookups(meter, start + 239min) == 0);
  CHECK(lookups(meter, start + 1000h) == 0);
}
