#pragma once

#include "base/instant.hpp"
#include "base/uuid.hpp"
#include "gateway/core/names.hpp"

#include <boost/describe.hpp>

#include <cstdint>
#include <optional>
#include <string>

namespace tapedeck::gateway {

/// What an account may do.
enum class Role : std::uint8_t {
  user,
  admin,  ///< Also what concerns everybody: settings, caches, the health of the parts.
};
BOOST_DESCRIBE_ENUM(Role, user, admin)

/// An account, as its owner sees it.
struct User {
  UserId id;
  Username username;
  MailAddress email;
  Role role = Role::user;
  std::string storage_provider;  ///< Where his music is kept: "local".
  Instant created_at{};
};
BOOST_DESCRIBE_STRUCT(User, (), (id, username, email, role, storage_provider, created_at))

/// One place where somebody is signed in, as its owner sees it.
struct SessionInfo {
  SessionId id;
  std::string device;  ///< What his browser or program calls itself; at most 128 bytes.
  Instant created_at{};
  Instant last_seen_at{};  ///< To within an hour.
  Instant expires_at{};    ///< Unless it is used before.
};
BOOST_DESCRIBE_STRUCT(SessionInfo, (), (id, device, created_at, last_seen_at, expires_at))

}  // namespace tapedeck::gateway
