#include "runtime/settings.hpp"
#include "runtime/settings_sources.hpp"

namespace tapedeck::runtime {
namespace {

constexpr std::string_view introduction = R"(# Settings

Printed by `./dev docs` from the tables that are read; edit those.

A setting is taken from the first of these places that names it:

1. a flag: `--browse.port 8001` or `--browse.port=8001`; a switch may stand alone: `--debug`;
2. the environment: the variable below; an empty one counts as none;
3. the settings file: `tapedeck.toml` in the current folder, or what `--config` or
   `TAPEDECK_CONFIG` names. Its tables are the words before the last dot:

       [browse]
       port = 8001

4. the default.

A secret is never a flag, since everyone on the machine can read a command line. It may also lie in
a file whose path is given under the same name with `_FILE` (environment) or `_file` (settings file
and flags) at its end: `JWT_SECRET_KEY_FILE=/run/secrets/jwt`.

A name that is not on this page stops the program with exit status 78, and so does a value out of
its range; every fault is told at once. `tapedeck settings` shows what is in force and where each
value came from. On Kubernetes set `enableServiceLinks: false`: it otherwise puts variables of its
own into the environment, which begin with TAPEDECK_ when a service is called so.
)";

/// A text as one cell of a table.
std::string cell(std::string_view text) {
  std::string escaped;
  for (const char c : text)
    escaped += c == '|' ? std::string("\\|") : std::string(1, c);
  return escaped;
}

std::string code(std::string_view text) { return "`" + cell(text) + "`"; }

std::string default_cell(const SettingRow& row) {
  const auto value = row.show_default();
  return value.empty() ? cell(row.options.unset) : code(value);
}

void append_group(std::string& page, const SettingGroup& group) {
  page.append("\n## ").append(group.title()).append("\n\n");
  page +=
      "| Setting | Environment | Takes | Default | Meaning |\n| --- | --- | --- | --- | --- |\n";
  for (const auto* row : group.rows()) {
    page.append("| ").append(code(row->key));
    page.append(" | ").append(code(row->variable()));
    if (row->may_be_in_file()) page += ", `…_FILE`";
    page.append(" | ").append(cell(row->wanted(row->bounds())));
    page.append(" | ").append(default_cell(*row));
    page.append(" | ").append(cell(row->meaning)).append(" |\n");
  }
}

}  // namespace

std::string settings_page(std::span<const SettingGroup> groups) {
  std::string page(introduction);
  ConfigSettings config;
  append_group(page, config_group(config));
  for (const auto& group : groups)
    append_group(page, group);
  return page;
}

}  // namespace tapedeck::runtime
