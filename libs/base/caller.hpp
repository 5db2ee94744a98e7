#pragma once

#include "base/uuid.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace tapedeck {

/// Who is asking, as proven by a token; made only where tokens are checked.
struct Caller {
  enum class Kind : std::uint8_t {
    anonymous,  ///< No token was sent.
    user,       ///< A person, by an access token.
    service,    ///< Another of the four services, by a service token.
  };

  Kind kind = Kind::anonymous;
  bool admin = false;                  ///< A user with the role admin.
  std::optional<UserId> user{};        ///< Set for users, and for services acting for one.
  std::optional<SessionId> session{};  ///< Set for users: the row of user_sessions.
  std::string service{};               ///< Set for services: "gateway".
};

}  // namespace tapedeck
