#include "runtime/settings.hpp"

#include "support/scratch_folder.hpp"
#include "unit/runtime/settings_table.hpp"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include <algorithm>
#include <string>
#include <vector>

using namespace tapedeck;
using namespace tapedeck::runtime;
using namespace std::chrono_literals;
using test::SampleRun;
using test::ScratchFolder;

namespace {

/// The value of `key` and where it came from.
std::string in_force(SampleRun& run, std::string_view key) {
  const auto result = run.read();
  REQUIRE(result);
  for (const auto& each : *result)
    if (each.key == key) return each.value + " by " + each.origin;
  return "";
}

}  // namespace

TEST_CASE("what nobody sets has its default") {
  SampleRun run;
  CHECK(in_force(run, "browse.port") == "8001 by default");
  CHECK(in_force(run, "browse.fresh_for") == "1d by default");
  CHECK(in_force(run, "jwt.secret") == " by default");
  CHECK(run.settings.port == 8001);
}

TEST_CASE("a flag goes over the environment, that over the file, and the file over the default") {
  const ScratchFolder folder;
  const auto file =
      folder.file("t.toml", "[browse]\nport = 1\nfresh_for = '1h'\n[log]\nlevel = 'error'\n");
  SampleRun run{{"--config", file, "--browse.port", "3"},
                {{"TAPEDECK_BROWSE_PORT", "2"}, {"TAPEDECK_BROWSE_FRESH_FOR", "2h"}}};
  CHECK(in_force(run, "browse.port") == "3 by flag --browse.port");
  CHECK(in_force(run, "browse.fresh_for") == "2h by environment TAPEDECK_BROWSE_FRESH_FOR");
  CHECK(in_force(run, "log.level") == "error by " + file + ", line 5");
  CHECK(in_force(run, "browse.cache.most") == "500MiB by default");
  CHECK(run.settings.port == 3);
  CHECK(run.settings.fresh_for == 2h);
  CHECK(run.settings.level == telemetry::Level::error);
}

TEST_CASE("a misspelt setting is refused with the nearest one that exists") {
  const ScratchFolder folder;
  const auto file = folder.file("tapedeck.toml", "\n[browse]\nprot = 8001\n");
  struct Case {
    std::string_view why;
    SampleRun run;
    std::string sentence;
  };
  std::vector<Case> cases{
      {"a flag",
       {{"--browse.prot", "1"}, {}},
       "I know no setting \"--browse.prot\". Did you mean --browse.port?"},
      {"a variable",
       {{}, {{"TAPEDECK_BROWSE_PROT", "1"}}},
       "I know no setting \"TAPEDECK_BROWSE_PROT\" (environment). Did you mean "
       "TAPEDECK_BROWSE_PORT?"},
      {"a variable that has another name",
       {{}, {{"TAPEDECK_LOG_LEVEL", "info"}}},
       "I know no setting \"TAPEDECK_LOG_LEVEL\" (environment). Did you mean LOG_LEVEL?"},
      {"a file for what is no secret",
       {{}, {{"TAPEDECK_BROWSE_PORT_FILE", "x"}}},
       "I know no setting \"TAPEDECK_BROWSE_PORT_FILE\" (environment). Did you mean "
       "TAPEDECK_BROWSE_PORT?"},
      {"a key of the file",
       {{"--config", file}, {}},
       "I know no setting \"browse.prot\" (" + file + ", line 3). Did you mean \"browse.port\"?"},
      {"a word near to nothing", {{"--volume", "11"}, {}}, "I know no setting \"--volume\"."},
      {"a name with a line feed in it", {{"--a\nb", "1"}, {}}, "I know no setting \"--a?b\"."},
  };
  for (auto& c : cases) {
    CAPTURE(c.why);
    CHECK(c.run.refusal() == c.sentence);
  }
}

TEST_CASE("variables that are not ours are nobody's business") {
  SampleRun run{{}, {{"PATH", "/bin"}, {"BROWSE_PROT", "1"}, {"JWT_SECRET", "x"}}};
  CHECK(run.refusal().empty());
}

TEST_CASE("a value out of its range is refused with what may stand there and who gave it") {
  struct Case {
    SampleRun run;
    std::string_view sentence;
  };
  std::vector<Case> cases{
      {{{"--browse.port", "80a1"}, {}},
       "browse.port is \"80a1\" (flag --browse.port). Give a whole number from 0 to 65535."},
      {{{}, {{"TAPEDECK_BROWSE_PORT", "65536"}}},
       "browse.port is \"65536\" (environment TAPEDECK_BROWSE_PORT). Give a whole number from 0 to "
       "65535."},
      {{{"--browse.fresh_for=5s"}, {}},
       "browse.fresh_for is \"5s\" (flag --browse.fresh_for). Give a duration from 1m to 30d, such "
       "as 30s, 5m or 2h."},
      {{{}, {{"LOG_LEVEL", "loud"}}},
       "log.level is \"loud\" (environment LOG_LEVEL). Give one of debug, info, warning, error."},
      {{{"--browse.port="}, {}},
       "browse.port is \"\" (flag --browse.port). Give a whole number from 0 to 65535."},
      {{{"--browse.port"}, {}},
       "--browse.port needs a value. Give a whole number from 0 to 65535."},
  };
  for (auto& c : cases) {
    CAPTURE(c.sentence);
    CHECK(c.run.refusal() == c.sentence);
  }
}

TEST_CASE("every fault is told at once") {
  SampleRun run{{"--browse.prot", "1", "--browse.port", "x"},
                {{"LOG_LEVEL", "loud"}, {"TAPEDECK_NONSENSE_OF_MINE", "1"}}};
  const auto result = run.read();
  REQUIRE_FALSE(result);
  CHECK(result.error().code == Errc::invalid);
  CHECK(result.error().fields.size() == 4);
  const auto text = settings_refusal(result.error());
  CHECK(std::ranges::count(text, '\n') == 5);
  CHECK(text.starts_with("The settings are not right, so nothing was started.\n  I know no"));
}

TEST_CASE("the same setting twice in one place is refused") {
  SampleRun flags{{"--browse.port", "1", "--browse.port", "2"}, {}};
  CHECK(flags.refusal() ==
        "browse.port is given twice, by flag --browse.port and by flag --browse.port. Keep one of "
        "them.");
  SampleRun secret{{}, {{"JWT_SECRET_KEY", "abcdef"}, {"JWT_SECRET_KEY_FILE", "/x"}}};
  CHECK(secret.refusal() ==
        "jwt.secret is given twice, by environment JWT_SECRET_KEY and by environment "
        "JWT_SECRET_KEY_FILE. Keep one of them.");
}

TEST_CASE("an empty variable counts as none") {
  SampleRun run{{}, {{"TAPEDECK_BROWSE_PORT", ""}, {"JWT_SECRET_KEY", ""}}};
  CHECK(in_force(run, "browse.port") == "8001 by default");
  CHECK_FALSE(run.settings.key);
}

TEST_CASE("a switch may stand alone as a flag") {
  SampleRun run{{"--debug", "--browse.port", "1"}, {}};
  CHECK(in_force(run, "debug") == "on by flag --debug");
  SampleRun off{{"--debug", "off"}, {{"DEBUG", "true"}}};
  CHECK(in_force(off, "debug") == "off by flag --debug");
}

TEST_CASE("a secret is read from a file without the line feed at its end") {
  const ScratchFolder folder;
  for (const std::string_view text : {"correct horse", "correct horse\n", "correct horse\r\n"}) {
    const auto file = folder.file("key", text);
    SampleRun run{{}, {{"JWT_SECRET_KEY_FILE", file}}};
    CHECK(in_force(run, "jwt.secret") == "(hidden) by environment JWT_SECRET_KEY_FILE");
    CHECK(run.settings.key->text == "correct horse");
  }
  const auto key = folder.file("key", " two \n\n");
  const auto config = folder.file("t.toml", "jwt.secret_file = '" + key + "'\n");
  SampleRun by_file{{"--config", config}, {}};
  CHECK(in_force(by_file, "jwt.secret") == "(hidden) by " + config + ", line 1");
  CHECK(by_file.settings.key->text == " two \n");
  SampleRun by_flag{{"--jwt.secret_file", key}, {}};
  CHECK(in_force(by_flag, "jwt.secret") == "(hidden) by flag --jwt.secret_file");
}

TEST_CASE("a file that cannot be read is named with the reason") {
  const ScratchFolder folder;
  const auto absent = (folder.path() / "absent").string();
  SampleRun secret{{}, {{"JWT_SECRET_KEY_FILE", absent}}};
  CHECK(secret.refusal() == "jwt.secret is to be read from \"" + absent +
                                "\" (environment JWT_SECRET_KEY_FILE), but there is no such file. "
                                "Give the path of a file I can read.");
  SampleRun config{{"--config", absent}, {}};
  CHECK(config.refusal() == "I cannot read the settings file \"" + absent +
                                "\": there is no such file. Give the path of a file I can read.");
  SampleRun a_folder{{"--config", folder.path().string()}, {}};
  CHECK(a_folder.refusal().contains("it is no plain file"));
  const auto pipe = (folder.path() / "pipe").string();
  REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
  SampleRun a_pipe{{"--jwt.secret_file", pipe}, {}};
  CHECK(a_pipe.refusal().contains("it is no plain file"));
  const auto large = folder.file("large", std::string(70'000, 'x'));
  SampleRun too_large{{"--jwt.secret_file", large}, {}};
  CHECK(too_large.refusal().contains("it has more than 65536 bytes"));
}

TEST_CASE("a settings file cannot name another") {
  const ScratchFolder folder;
  const auto file = folder.file("t.toml", "config = 'u.toml'\n");
  SampleRun run{{"--config", file}, {}};
  CHECK(run.refusal() ==
        "A settings file cannot name another (" + file + ", line 1). Remove that line.");
}

TEST_CASE("a secret is neither taken from a flag nor shown in a refusal") {
  SampleRun flag{{"--jwt.secret", "swordfish"}, {}};
  CHECK(flag.refusal() ==
        "jwt.secret cannot be a flag, since everyone on the machine can read a command line. Set "
        "JWT_SECRET_KEY or JWT_SECRET_KEY_FILE.");
  SampleRun password{{"--database.url", "postgresql://me:swordfish@host/db"}, {}};
  CHECK(password.refusal().starts_with("database.url cannot be a flag"));
  CHECK_FALSE(password.refusal().contains("swordfish"));
  SampleRun short_one{{}, {{"JWT_SECRET_KEY", "abc"}}};
  CHECK(short_one.refusal() ==
        "jwt.secret cannot be used (environment JWT_SECRET_KEY). Give one of four letters or "
        "more.");
  SampleRun address{{}, {{"DATABASE_URL", "postgresql//me:swordfish@host"}}};
  CHECK(address.refusal() ==
        "database.url cannot be used (environment DATABASE_URL). Give an address.");
}

TEST_CASE("an address with a password in it is shown without it") {
  SampleRun run{{}, {{"DATABASE_URL", "postgresql://me:swordfish@host/db"}}};
  CHECK(in_force(run, "database.url") == "postgresql://***@host/db by environment DATABASE_URL");
  SampleRun plain{{"--database.url", "sqlite:///x.db"}, {}};
  CHECK(in_force(plain, "database.url") == "sqlite:///x.db by flag --database.url");
}

TEST_CASE("the page of settings has a row for each with its variable, range and default") {
  SampleRun run;
  const auto page = settings_page(run.groups());
  CHECK(page.contains("\n| `config` | `TAPEDECK_CONFIG` | a path | `tapedeck.toml` | "));
  CHECK(page.contains("\n## Sample\n"));
  CHECK(
      page.contains("\n| `browse.port` | `TAPEDECK_BROWSE_PORT` | a whole number from 0 to 65535 "
                    "| `8001` | The port it listens on. |\n"));
  CHECK(page.contains("\n| `browse.cache.most` | `TAPEDECK_BROWSE_CACHE_MOST` | "));
  CHECK(
      page.contains("\n| `jwt.secret` | `JWT_SECRET_KEY`, `…_FILE` | a key | one is made | Signs "
                    "tokens. |\n"));
}
