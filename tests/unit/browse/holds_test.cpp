#include "browse/core/holds.hpp"

#include <doctest/doctest.h>

using namespace tapedeck;
using namespace std::chrono_literals;

namespace {

constexpr Clock::Ticks start{};

}  // namespace

TEST_CASE("a hold ends at its time") {
  browse::Holds holds;
  holds.put("one", start + 30s, start);
  CHECK(holds.has("one", start + 29s));
  CHECK_FALSE(holds.has("one", start + 30s));
  CHECK_FALSE(holds.has("two", start));
  holds.put("two", start + 60s, start + 31s);
  CHECK(holds.size() == 1);
}

TEST_CASE("the hold that ends first gives way to one too many") {
  browse::Holds holds(2);
  holds.put("later", start + 60s, start);
  holds.put("soon", start + 30s, start);
  holds.put("new", start + 90s, start);
  CHECK(holds.size() == 2);
  CHECK_FALSE(holds.has("soon", start));
  CHECK(holds.has("later", start));
  holds.clear();
  CHECK_FALSE(holds.has("later", start));
}
