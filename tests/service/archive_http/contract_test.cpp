#include "real_stage.hpp"

#include <doctest/doctest.h>

TEST_CASE("the real client keeps every promise of the port") {
  for (const auto& promise : tapedeck::test::archive_promises()) {
    CAPTURE(promise.sentence);
    tapedeck::test::RealStage stage;
    promise.check(stage);
  }
}
