#pragma once

#include "base/instant.hpp"
#include "base/uuid.hpp"
#include "json/fields.hpp"

#include <boost/describe.hpp>

#include <string_view>
#include <vector>

namespace tapedeck::messages {

/// Where the gateway tells its services which sessions were ended.
inline constexpr std::string_view revocations_path = "/internal/ended-sessions";

/// A session that was ended before its time.
struct EndedSession {
  SessionId session;
  Instant ended_at{};
};
BOOST_DESCRIBE_STRUCT(EndedSession, (), (session, ended_at))

/// What GET /internal/ended-sessions answers.
struct EndedSessions {
  std::vector<EndedSession> sessions;
  Instant until{};  ///< What to ask for next time: `since` this.
};
BOOST_DESCRIBE_STRUCT(EndedSessions, (), (sessions, until))

constexpr auto json_fields(std::type_identity<EndedSessions>) {
  return json::fields(
      "Sessions that were ended while their access tokens may still hold.",
      json::field(&EndedSessions::until).about("What to give as `since` next time."));
}

}  // namespace tapedeck::messages
