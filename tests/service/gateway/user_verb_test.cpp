#include "service/gateway/household.hpp"
#include "support/scratch_folder.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <string>

using namespace tapedeck::test;

namespace {

struct Ran {
  int exit_code = -1;
  std::string said;  ///< On both outputs.
};

/// `tapedeck user …` in `folder`, with `password` on standard input.
Ran run_user_verb(const std::string& folder, const std::string& arguments,
                  const std::string& password) {
  const auto command = "cd " + folder + " && printf '%s\\n' '" + password + "' | env -i " +
                       TAPEDECK_PROGRAM + " user " + arguments + " 2>&1";
  Ran ran;
  auto* pipe = ::popen(command.c_str(), "r");  // the shell is the user's who types this
  REQUIRE(pipe != nullptr);
  std::array<char, 4096> buffer{};
  while (std::fgets(buffer.data(), static_cast<int>(buffer.size()), pipe) != nullptr)
    ran.said += buffer.data();
  ran.exit_code = WEXITSTATUS(::pclose(pipe));
  return ran;
}

}  // namespace

TEST_CASE("an account that an operator adds is there, with its role") {
  const ScratchFolder folder;
  const auto path = folder.path().string();
  const auto database = "sqlite:///" + path + "/kept.db";
  const auto set = " --gateway.database " + database;
  const auto added = run_user_verb(path, "add anna --email anna@example.org --admin" + set,
                                   std::string(Household::password));
  CAPTURE(added.said);
  CHECK(added.exit_code == 0);
  CHECK(added.said.contains("anna is an admin."));

  TapedeckOptions options;
  options.environment["DATABASE_URL"] = database;
  options.flags = {"--gateway.registration=closed"};
  Tapedeck tapedeck(options);
  REQUIRE(tapedeck.ready());
  const Household household(tapedeck);
  CHECK(household.enter("anna").role == "admin");
  CHECK_FALSE(tapedeck.program().output().contains("setup code"));
}

TEST_CASE("an account that cannot be is refused with a sentence") {
  const ScratchFolder folder;
  const auto path = folder.path().string();
  struct Case {
    std::string why, arguments, password, said;
    int exit_code;
  };
  const auto cases = std::to_array<Case>({
      {"no words", "", "dark star 1972", "tapedeck user add NAME", 64},
      {"no address", "add anna", "dark star 1972", "tapedeck user add NAME", 64},
      {"no name", "add 'a b' --email a@b", "dark star 1972", "The name", 78},
      {"no mail address", "add anna --email nowhere", "dark star 1972", "The address", 78},
      {"a short password", "add anna --email a@b", "short", "The password", 78},
      {"a password on the command line", "add anna --email a@b --password x", "dark star 1972",
       "password", 78},
  });
  for (const auto& c : cases) {
    CAPTURE(c.why);
    const auto ran = run_user_verb(path, c.arguments, c.password);
    CAPTURE(ran.said);
    CHECK(ran.exit_code == c.exit_code);
    CHECK(ran.said.contains(c.said));
  }
}
