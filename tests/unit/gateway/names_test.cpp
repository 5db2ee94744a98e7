#include "gateway/core/names.hpp"

#include <doctest/doctest.h>

#include <array>
#include <string>

using tapedeck::gateway::folded;
using tapedeck::gateway::MailAddress;
using tapedeck::gateway::Username;

TEST_CASE("a name to log in by is short, plain, and safe wherever it is shown") {
  struct Case {
    std::string why, text;
    bool holds;
  };
  const auto cases = std::to_array<Case>({
      {"a name", "anna", true},
      {"as it is typed", "Anna.B_c-3", true},
      {"the shortest", "ab", true},
      {"the longest", std::string(40, 'a'), true},
      {"a digit first", "7up", true},
      {"one character", "a", false},
      {"nothing", "", false},
      {"one too long", std::string(41, 'a'), false},
      {"a dot first", ".anna", false},
      {"a hyphen first, as a flag", "-rf", false},
      {"a dot last", "anna.", false},
      {"a space", "anna b", false},
      {"an at sign, which addresses have", "anna@home", false},
      {"a slash", "../etc", false},
      {"a letter that looks like another", "\xd0\xb0nna", false},
      {"a control character", "anna\n", false},
      {"a NUL", std::string("an\0na", 5), false},
      {"markup", "<b>anna</b>", false},
  });
  for (const auto& c : cases) {
    CAPTURE(c.why);
    CHECK(Username::parse(c.text).has_value() == c.holds);
  }
}

TEST_CASE("a mail address is one that mail could go to") {
  struct Case {
    std::string why, text;
    bool holds;
  };
  const auto cases = std::to_array<Case>({
      {"an address", "anna@example.org", true},
      {"with a plus", "anna+tapes@mail.example.org", true},
      {"of a home network", "anna@nas", true},
      {"the longest local part", std::string(64, 'a') + "@example.org", true},
      {"no at sign", "anna", false},
      {"no local part", "@example.org", false},
      {"no domain", "anna@", false},
      {"two at signs", "anna@b@example.org", false},
      {"a local part one too long", std::string(65, 'a') + "@example.org", false},
      {"one too long in all",
       "a@" + std::string(60, 'b') + "." + std::string(60, 'c') + "." + std::string(60, 'd') + "." +
           std::string(70, 'e'),
       false},
      {"a dot first", ".anna@example.org", false},
      {"two dots", "anna..b@example.org", false},
      {"an empty label", "anna@example..org", false},
      {"a label that begins with a hyphen", "anna@-example.org", false},
      {"a space", "an na@example.org", false},
      {"a line feed", "anna@example.org\nBcc: b@example.org", false},
      {"letters beyond ASCII", "\xc3\xa4nna@example.org", false},
  });
  for (const auto& c : cases) {
    CAPTURE(c.why);
    CHECK(MailAddress::parse(c.text).has_value() == c.holds);
  }
}

TEST_CASE("names are compared without case") {
  CHECK(folded("Anna.B") == "anna.b");
  CHECK(folded("ANNA@Example.ORG") == "anna@example.org");
}
