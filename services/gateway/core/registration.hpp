#pragma once

#include "gateway/core/visitor.hpp"

#include <boost/describe.hpp>

#include <cstdint>

namespace tapedeck::gateway {

/// Who may make an account of his own.
enum class Registration : std::uint8_t {
  automatic,  ///< Open for this machine and private networks, invite for anybody else.
  open,       ///< Everybody.
  invite,     ///< Nobody by himself: an admin adds accounts with `tapedeck user add`.
  closed,     ///< As invite, and the first account too is made with `tapedeck user add`.
};
BOOST_DESCRIBE_ENUM(Registration, automatic, open, invite, closed)

/// What is known of somebody who registers.
struct Registering {
  Registration mode = Registration::automatic;
  Reach from = Reach::elsewhere;
  bool has_setup_code = false;  ///< He has shown the code that was printed at the start.
};

/// What becomes of him.
enum class Admission : std::uint8_t {
  admin,             ///< He is the first, and the admin.
  member,            ///< An ordinary user.
  needs_setup_code,  ///< There is no admin yet, and he has not shown that he is the one.
  needs_invitation,  ///< An admin has to add him.
};

/// Decides. `admin_exists` is asked in the transaction that writes the account, so that of two who
/// register at once one is the first.
[[nodiscard]] Admission admit(const Registering& who, bool admin_exists);

}  // namespace tapedeck::gateway
