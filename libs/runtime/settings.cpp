#include "runtime/settings.hpp"

#include "runtime/settings_sources.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

namespace tapedeck::runtime {
namespace {

constexpr std::size_t most_config_bytes = 256 * 1024;
constexpr std::size_t most_secret_bytes = 64 * 1024;
constexpr std::string_view config_key = "config";

constexpr std::array config_rows{setting<&ConfigSettings::config>(
    config_key, "The settings file; it need not exist when nobody names it.")};

/// The sources in order, the strongest first.
using Layers = std::array<std::vector<GivenSetting>, 3>;

/// What the strongest layer that knows of `row` gives for it.
std::vector<const GivenSetting*> strongest(const Layers& layers, const SettingRow& row) {
  std::vector<const GivenSetting*> found;
  for (const auto& layer : layers) {
    for (const auto& given : layer)
      if (given.target.row == &row) found.push_back(&given);
    if (!found.empty()) break;
  }
  return found;
}

FieldError given_twice(const SettingRow& row, const GivenSetting& a, const GivenSetting& b) {
  const std::string key(row.key);
  return {key,
          key + " is given twice, by " + a.origin + " and by " + b.origin + ". Keep one of them."};
}

/// The path of the settings file; the one nobody names counts only when it is there.
std::optional<std::string> config_path(const Layers& layers, const SettingRow& row) {
  const auto given = strongest(layers, row);
  if (!given.empty()) return given.front()->text;
  auto path = row.show_default();
  std::error_code unknown;  // whoever may not look into the folder has no file there
  if (!std::filesystem::exists(path, unknown)) return std::nullopt;
  return path;
}

/// Reads the settings file into the last layer.
void read_config(Layers& layers, const SettingNames& names, std::vector<FieldError>& faults) {
  const auto& row = *names.by_key(config_key)->row;
  const auto path = config_path(layers, row);
  if (!path) return;
  const std::string key(config_key);
  const auto text = read_small_file(*path, most_config_bytes);
  if (!text) {
    faults.push_back({key, "I cannot read the settings file " + quote(*path) + ": " + text.error() +
                               ". Give the path of a file I can read."});
    return;
  }
  auto found = given_by_toml(*text, printable(*path), names);
  std::ranges::move(found.faults, std::back_inserter(faults));
  for (auto& given : found.given) {
    if (given.target.row != &row) {
      layers.back().push_back(std::move(given));
      continue;
    }
    faults.push_back(
        {key, "A settings file cannot name another (" + given.origin + "). Remove that line."});
  }
}

/// The text of a value, from the file that holds it where it is given so.
std::expected<std::string, std::string> text_of(const GivenSetting& given) {
  if (!given.target.file) return given.text;
  auto text = read_small_file(given.text, most_secret_bytes);
  if (!text) return text;
  if (text->ends_with('\n')) text->pop_back();
  if (text->ends_with('\r')) text->pop_back();
  return text;
}

/// Sets one row from what was given; gives a sentence when that cannot be.
std::optional<FieldError> apply(const SettingGroup& group, const SettingRow& row,
                                const GivenSetting& given) {
  const std::string key(row.key);
  const auto text = text_of(given);
  if (!text) {
    return FieldError{key, key + " is to be read from " + quote(given.text) + " (" + given.origin +
                               "), but " + text.error() + ". Give the path of a file I can read."};
  }
  const auto advice = row.set(group.settings(), *text, row.bounds());
  if (!advice) return std::nullopt;
  // What may hold a secret is not quoted, all the less when it cannot be read.
  const auto fault =
      row.secrecy == Secrecy::none ? " is " + quote(*text) : std::string(" cannot be used");
  return FieldError{key, key + fault + " (" + given.origin + "). " + *advice};
}

/// Sets the rows of one group and notes what is in force.
void apply_group(const SettingGroup& group, const Layers& layers,
                 std::vector<SettingInForce>& in_force, std::vector<FieldError>& faults) {
  for (const auto* row : group.rows()) {
    const auto given = strongest(layers, *row);
    std::optional<FieldError> fault;
    if (given.size() > 1)
      fault = given_twice(*row, *given[0], *given[1]);
    else if (given.size() == 1)
      fault = apply(group, *row, *given[0]);
    if (fault) faults.push_back(std::move(*fault));
    in_force.push_back({group.title(), row->key, row->show(group.settings()),
                        given.empty() ? "default" : given[0]->origin});
  }
}

}  // namespace

SettingGroup config_group(ConfigSettings& settings) {
  return SettingGroup("The settings file", config_rows, settings);
}

Result<std::vector<SettingInForce>> read_settings(std::span<const SettingGroup> groups,
                                                  const SettingSources& sources) {
  ConfigSettings config;
  std::vector<SettingGroup> all{config_group(config)};
  all.insert(all.end(), groups.begin(), groups.end());
  const SettingNames names(all);
  auto flags = given_by_flags(sources.flags, names);
  auto environment = given_by_environment(sources.environment, names);
  auto faults = std::move(flags.faults);
  std::ranges::move(environment.faults, std::back_inserter(faults));
  Layers layers{std::move(flags.given), std::move(environment.given), {}};
  read_config(layers, names, faults);

  std::vector<SettingInForce> in_force;
  for (const auto& group : all)
    apply_group(group, layers, in_force, faults);
  if (!faults.empty()) {
    return fail_fields("The settings are not right, so nothing was started.", std::move(faults));
  }
  return in_force;
}

std::string settings_refusal(const Error& error) {
  std::string text = error.message + '\n';
  for (const auto& fault : error.fields)
    text.append("  ").append(fault.message).append("\n");
  return text;
}

}  // namespace tapedeck::runtime
