#include "gateway/core/tickets.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace std::chrono_literals;
using namespace tapedeck;
using gateway::Moment;
using gateway::Tickets;

namespace {

gateway::TicketHolder somebody() { return {UserId::make(), SessionId::make(), false}; }

}  // namespace

TEST_CASE("a ticket stands for its holder, once") {
  Tickets tickets;
  const auto holder = somebody();
  tickets.issue("hash", holder, Moment{});
  const auto redeemed = tickets.redeem("hash", Moment{} + 29s);
  REQUIRE(redeemed);
  CHECK(redeemed->user == holder.user);
  CHECK(redeemed->session == holder.session);
  CHECK_FALSE(tickets.redeem("hash", Moment{} + 29s));
}

TEST_CASE("a ticket is good for thirty seconds") {
  Tickets tickets;
  tickets.issue("hash", somebody(), Moment{});
  CHECK_FALSE(tickets.redeem("hash", Moment{} + 30s));
  CHECK_FALSE(tickets.redeem("hash", Moment{}));
}

TEST_CASE("nobody is let in by a ticket that was never issued") {
  Tickets tickets;
  CHECK_FALSE(tickets.redeem("hash", Moment{}));
}

TEST_CASE("a flood of tickets costs the oldest, and no more room") {
  Tickets tickets;
  tickets.issue("first", somebody(), Moment{});
  for (std::size_t i = 0; i < Tickets::most; ++i)
    tickets.issue(std::to_string(i), somebody(), Moment{});
  CHECK_FALSE(tickets.redeem("first", Moment{}));
  CHECK(tickets.redeem("0", Moment{}));
}
