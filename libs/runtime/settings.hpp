#pragma once

#include "base/result.hpp"
#include "runtime/settings_row.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tapedeck::runtime {

/// What a command line says: `serve --browse.port 8001 --debug`.
struct CommandLine {
  struct Flag {
    std::string name;                  ///< Without its dashes: "browse.port".
    std::optional<std::string> value;  ///< Absent for a flag that stands alone: `--debug`.
  };

  std::vector<std::string> words;  ///< What is no flag, in order: "serve".
  std::vector<Flag> flags;
};

/// Takes a command line apart: `--name value`, `--name=value`, `--name`. A flag takes the next
/// argument as its value unless that begins with `--`; after `--` alone everything is a word. Which
/// flags there are is not decided here: a verb takes out its own, read_settings() refuses the rest
/// it does not know.
[[nodiscard]] CommandLine parse_flags(std::span<const std::string> arguments);

/// The environment as names and values.
using Environment = std::vector<std::pair<std::string, std::string>>;

/// The process's environment. The only place that looks at it; call it before the first thread
/// starts.
[[nodiscard]] Environment read_environment();

/// Where settings come from, the stronger first: flags, environment, file, and then the defaults.
struct SettingSources {
  std::vector<CommandLine::Flag> flags;
  Environment environment;
};

/// One setting as it is in force.
struct SettingInForce {
  std::string_view group;
  std::string_view key;
  std::string value;   ///< Less what is secret; what is left out is empty.
  std::string origin;  ///< "default", "environment BROWSE_SERVICE_URL", "tapedeck.toml, line 3".
};

/// Reads every setting of `groups` into its struct and says where each came from.
///
/// The file is the one that the flag `--config` or the variable TAPEDECK_CONFIG names, else
/// `tapedeck.toml` in the current folder when there is one; its keys are those of the rows, with
/// tables for what stands before the last dot. The row of `config` belongs to no table; it is
/// known here. An empty variable counts as none. A secret may also
/// be given as the path of a file that holds it (`JWT_SECRET_KEY_FILE`, `--jwt.secret_file`,
/// `secret_file` in the file); a line feed at the end of it does not count.
///
/// A name that no row has is refused wherever it stands, in the environment when it begins with
/// TAPEDECK_, since a slip would otherwise mean the default, silently.
///
/// Reads files and blocks; for the start of the program. Errors: `invalid` with one entry in
/// Error::fields for every fault of every source, each a sentence that says what to do. After an
/// error some structs may be half filled in.
[[nodiscard]] Result<std::vector<SettingInForce>> read_settings(
    std::span<const SettingGroup> groups, const SettingSources& sources);

/// The error of read_settings() as lines for standard error.
[[nodiscard]] std::string settings_refusal(const Error& error);

/// docs/settings.md: every row with its variable, what it takes, its default and its sentence.
[[nodiscard]] std::string settings_page(std::span<const SettingGroup> groups);

}  // namespace tapedeck::runtime
