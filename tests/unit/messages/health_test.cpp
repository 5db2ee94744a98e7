#include "messages/health.hpp"

#include "json/decode.hpp"
#include "json/encode.hpp"

#include <doctest/doctest.h>

using namespace tapedeck;
using namespace tapedeck::messages;

namespace {

ServiceHealth browse_with_an_ill_database() {
  PartHealth database;
  database.part = "database";
  database.condition = Condition::ill;
  database.vital = true;
  database.why = "The disk or the database refused.";

  ServiceHealth health;
  health.service = "browse";
  health.status = Condition::ill;
  health.parts.push_back(database);
  return health;
}

}  // namespace

TEST_CASE(
    "what is wrong with a service's parts is told to those who may know, and to nobody else") {
  const auto health = browse_with_an_ill_database();

  const auto for_anybody = json::encode(report_of(health, "1.0", false));
  CHECK_FALSE(for_anybody.contains("database"));
  CHECK(for_anybody.contains(R"("status":"ill")"));

  const auto for_admins = json::encode(report_of(health, "1.0", true));
  CHECK(for_admins.contains(R"("part":"database","condition":"ill","vital":true)"));
}

TEST_CASE("a service's statistics survive the way to the gateway") {
  Statistics statistics;
  statistics.service = "download";
  statistics.counts = {{"downloads", 41}, {"vault_bytes", 53'687'091'200}};
  const auto read = json::decode<Statistics>(json::encode(statistics));
  REQUIRE(read);
  CHECK(read->service == "download");
  CHECK(read->counts == statistics.counts);
}
