#pragma once

#include "base/instant.hpp"
#include "json/fields.hpp"

#include <boost/describe.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace tapedeck::messages {

/// How a part or a service is.
enum class Condition : std::uint8_t {
  unknown,  ///< Nobody has looked yet, or it could not be asked.
  well,
  ill,
};
BOOST_DESCRIBE_ENUM(Condition, unknown, well, ill)

/// How one part of a service is: its database, its disk, a neighbour.
struct PartHealth {
  std::string part;
  Condition condition = Condition::unknown;
  bool vital = false;  ///< The service is not ready while this part is ill.
  Instant since{};     ///< When this condition was first seen.
  std::string why;     ///< What is wrong, in a sentence; empty when nothing is.
};
BOOST_DESCRIBE_STRUCT(PartHealth, (), (part, condition, vital, since, why))

constexpr auto json_fields(std::type_identity<PartHealth>) {
  return json::fields(
      "How one part of a service is.",
      json::field(&PartHealth::vital).about("The service is not ready while this part is ill."),
      json::field(&PartHealth::since).about("When this condition was first seen."),
      json::field(&PartHealth::why).about("What is wrong; empty when nothing is."));
}

/// How a service is. What anybody may know; the parts are for admins and for the other services.
struct ServiceHealth {
  std::string service;
  Condition status = Condition::unknown;  ///< Ill when any part is; it may be ready all the same.
  bool ready = false;                     ///< Whether requests should be sent here.
  bool draining = false;                  ///< It is about to stop.
  Instant since{};                        ///< When it started.
  std::vector<PartHealth> parts;
};

/// What GET /health answers.
struct HealthReport {
  std::string service;
  std::string version;
  Condition status = Condition::unknown;
  bool ready = false;
  Instant since{};
  std::optional<std::vector<PartHealth>> parts;  ///< For admins and other services only.
};
BOOST_DESCRIBE_STRUCT(HealthReport, (), (service, version, status, ready, since, parts))

constexpr auto json_fields(std::type_identity<HealthReport>) {
  return json::fields(
      "How a service is.",
      json::field(&HealthReport::status)
          .about("Ill when any part is; the service may be ready all the same."),
      json::field(&HealthReport::ready).about("Whether requests should be sent here."),
      json::field(&HealthReport::since).about("When the service started."),
      json::field(&HealthReport::parts)
          .omitted_when_absent()
          .about("Each part; for admins and other services only."));
}

/// What GET /stats answers: how much there is of what a service keeps.
struct Statistics {
  std::string service;
  std::map<std::string, std::int64_t> counts;  ///< "users": 4, "completed_downloads": 312.
};
BOOST_DESCRIBE_STRUCT(Statistics, (), (service, counts))

constexpr auto json_fields(std::type_identity<Statistics>) {
  return json::fields(
      "How much there is of what a service keeps.",
      json::field(&Statistics::counts).about("A whole number for each kind of thing it counts."));
}

/// The services' statistics in one answer, as the gateway gives them.
struct AllStatistics {
  std::vector<Statistics> services;
  std::vector<std::string> unreachable;  ///< Services that gave no answer.
};
BOOST_DESCRIBE_STRUCT(AllStatistics, (), (services, unreachable))

constexpr auto json_fields(std::type_identity<AllStatistics>) {
  return json::fields(
      "The statistics of all services.",
      json::field(&AllStatistics::unreachable).about("Services that gave no answer."));
}

/// The report for somebody who may see `parts`, or may not.
[[nodiscard]] HealthReport report_of(const ServiceHealth& health, std::string version,
                                     bool with_parts);

}  // namespace tapedeck::messages
