#include "gateway/core/places.hpp"

#include <doctest/doctest.h>

#include <vector>

using tapedeck::UserId;
using tapedeck::gateway::Places;

TEST_CASE("a user has so many places, and nobody else's are fewer for it") {
  Places places(3);
  const auto anna = UserId::make();
  const auto ben = UserId::make();
  std::vector<Places::Place> taken;
  for (int i = 0; i < 3; ++i)
    taken.push_back(places.take(anna).value());
  CHECK_FALSE(places.take(anna));
  CHECK(places.take(ben));
}

TEST_CASE("a place is free again when what took it has ended, wherever it was moved to") {
  Places places(1);
  const auto anna = UserId::make();
  {
    std::vector<Places::Place> moved;
    moved.push_back(places.take(anna).value());
    moved.reserve(moved.capacity() + 1);  // moves it, and ends what it was moved from
    CHECK_FALSE(places.take(anna));
  }
  CHECK(places.take(anna));
  CHECK(places.users() == 0);
}
