#include "gateway/core/registration.hpp"

#include <doctest/doctest.h>

#include <array>
#include <string_view>

using namespace tapedeck::gateway;

TEST_CASE("who registers becomes what the rules make of him") {
  struct Case {
    std::string_view why;
    Registration mode;
    Reach from;
    bool code;
    bool admin_exists;
    Admission expected;
  };
  using enum Registration;
  using enum Reach;
  // clang-format off
  const auto cases = std::to_array<Case>({
      {"the first, at the machine itself",      automatic, this_machine,    false, false, Admission::admin},
      {"the first, from the network",           automatic, private_network, false, false, Admission::needs_setup_code},
      {"the first, with the code",              automatic, private_network, true,  false, Admission::admin},
      {"the first, from afar with the code",    automatic, elsewhere,       true,  false, Admission::admin},
      {"the first, from afar without",          automatic, elsewhere,       false, false, Admission::needs_setup_code},
      {"open says nothing of the first",        open,      elsewhere,       false, false, Admission::needs_setup_code},
      {"invite says nothing of the first",      invite,    this_machine,    false, false, Admission::admin},
      {"closed: not even the first",            closed,    this_machine,    true,  false, Admission::needs_invitation},
      {"the next, at the machine itself",       automatic, this_machine,    false, true,  Admission::member},
      {"the next, from the network",            automatic, private_network, false, true,  Admission::member},
      {"the next, from afar",                   automatic, elsewhere,       false, true,  Admission::needs_invitation},
      {"the code makes no second admin",        automatic, elsewhere,       true,  true,  Admission::needs_invitation},
      {"nor does the machine itself",           open,      this_machine,    true,  true,  Admission::member},
      {"open for everybody",                    open,      elsewhere,       false, true,  Admission::member},
      {"invite for everybody",                  invite,    this_machine,    false, true,  Admission::needs_invitation},
      {"closed",                                closed,    private_network, false, true,  Admission::needs_invitation},
  });
  // clang-format on
  for (const auto& c : cases) {
    CAPTURE(c.why);
    CHECK(admit({c.mode, c.from, c.code}, c.admin_exists) == c.expected);
  }
}
