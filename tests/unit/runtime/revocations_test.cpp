#include "runtime/revocations.hpp"

#include <doctest/doctest.h>

using namespace std::chrono_literals;
using namespace tapedeck;
using runtime::Revocations;

TEST_CASE("a session that was ended is known as ended, and no other") {
  Revocations revocations;
  const auto ended = SessionId::make();
  CHECK_FALSE(revocations.has(ended));
  revocations.add(ended, Instant{} + 1h);
  CHECK(revocations.has(ended));
  CHECK_FALSE(revocations.has(SessionId::make()));
}

TEST_CASE("what is told twice is kept once") {
  Revocations revocations;
  const auto ended = SessionId::make();
  revocations.add(ended, Instant{} + 1h);
  revocations.add(ended, Instant{} + 2h);
  CHECK(revocations.size() == 1);
}

TEST_CASE("a full list forgets sessions whose tokens have all run out, then the oldest") {
  Revocations revocations;
  const auto old = SessionId::make();
  revocations.add(old, Instant{});
  const auto second = SessionId::make();
  revocations.add(second, Instant{} + 30h);
  for (std::size_t i = 2; i <= Revocations::most; ++i)
    revocations.add(SessionId::make(), Instant{} + 31h);
  CHECK_FALSE(revocations.has(old));
  CHECK(revocations.has(second));
  CHECK(revocations.size() == Revocations::most);
  revocations.add(SessionId::make(), Instant{} + 31h);
  CHECK_FALSE(revocations.has(second));
  CHECK(revocations.size() == Revocations::most);
}
