#include "support/program.hpp"
#include "support/scratch_folder.hpp"
#include "support/tapedeck.hpp"

#include <doctest/doctest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <map>
#include <string>
#include <vector>

using namespace tapedeck::test;

namespace {

struct Refused {
  int exit_code;
  std::string said;
};

Refused start_with(std::map<std::string, std::string> environment, std::vector<std::string> flags,
                   const std::string& folder) {
  for (const auto* service : {"GATEWAY", "BROWSE", "DOWNLOAD", "AGGREGATION"})
    environment.emplace(std::string("TAPEDECK_") + service + "_PORT", "0");
  std::vector<std::string> line{TAPEDECK_PROGRAM, "serve"};
  line.insert(line.end(), flags.begin(), flags.end());
  Program program(line, std::move(environment), folder);
  const int exit_code = program.wait();
  return {exit_code, program.errors()};
}

}  // namespace

TEST_CASE("a setting that cannot be is refused with a sentence that says what to do") {
  struct Case {
    std::string why;
    std::map<std::string, std::string> environment;
    std::vector<std::string> flags;
    std::string said;
  };
  const auto cases = std::to_array<Case>({
      {"a slip in a flag", {}, {"--browse.prot=8001"}, "Did you mean --browse.port?"},
      {"a slip in a variable", {{"TAPEDECK_BROWSE_PROT", "8001"}}, {}, "TAPEDECK_BROWSE_PORT"},
      {"a short secret", {{"JWT_SECRET_KEY", "too short"}}, {}, "32"},
      {"the sample of a guide",
       {{"JWT_SECRET_KEY", "your-super-secret-jwt-key"}},
       {},
       "JWT_SECRET_KEY"},
      {"no port", {}, {"--browse.port=eighty"}, "browse.port"},
      {"a port there cannot be", {}, {"--browse.port=70000"}, "65535"},
      {"another algorithm", {{"JWT_ALGORITHM", "RS256"}}, {}, "HS256"},
      {"a database of another kind", {{"DATABASE_URL", "mysql://localhost/x"}}, {}, "sqlite:///"},
      {"an Archive without TLS",
       {{"TAPEDECK_ARCHIVE_URL", "http://archive.org"}},
       {},
       "archive.url cannot be used"},
      {"a contact nobody can be reached by", {}, {"--archive.contact=me"}, "archive.contact"},
      {"a service there is not", {}, {"--only", "brows"}, "browse"},
  });
  for (const auto& c : cases) {
    CAPTURE(c.why);
    const ScratchFolder folder;
    const auto refused = start_with(c.environment, c.flags, folder.path().string());
    CAPTURE(refused.said);
    CHECK(refused.exit_code == 78);
    CHECK(refused.said.contains(c.said));
  }
}

TEST_CASE("a data folder that cannot be made is refused with a sentence that says what to do") {
  const ScratchFolder folder;
  // A file in its place stops even the superuser, whom a mode would not.
  folder.file("data", "in the way");
  const auto refused = start_with({}, {}, folder.path().string());
  CAPTURE(refused.said);
  CHECK(refused.exit_code == 78);
  CHECK(refused.said.contains("data"));
  CHECK(refused.said.contains("TAPEDECK_DATA_FOLDER"));
}

TEST_CASE("a port that is taken is refused by its number") {
  Tapedeck first;
  REQUIRE(first.ready());
  const auto url = first.url("browse");
  const auto port = url.substr(url.rfind(':') + 1);
  const ScratchFolder folder;
  const auto refused = start_with({}, {"--browse.port=" + port}, folder.path().string());
  CAPTURE(refused.said);
  CHECK(refused.exit_code == 1);
  CHECK(refused.said.contains(port));
}
