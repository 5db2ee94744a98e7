#include "gateway/core/registration.hpp"

namespace tapedeck::gateway {
namespace {

bool is_open_for(Registration mode, Reach from) {
  if (mode == Registration::automatic) return from != Reach::elsewhere;
  return mode == Registration::open;
}

}  // namespace

Admission admit(const Registering& who, bool admin_exists) {
  if (who.mode == Registration::closed) return Admission::needs_invitation;
  if (admin_exists) {
    return is_open_for(who.mode, who.from) ? Admission::member : Admission::needs_invitation;
  }
  const bool is_the_one = who.from == Reach::this_machine || who.has_setup_code;
  return is_the_one ? Admission::admin : Admission::needs_setup_code;
}

}  // namespace tapedeck::gateway
