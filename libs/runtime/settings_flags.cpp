#include "runtime/settings_sources.hpp"

#include <unistd.h>

namespace tapedeck::runtime {
namespace {

/// A name nobody knows, and what it may have been meant to be.
FieldError unknown_name(const std::string& name, const std::string& where,
                        const std::string& nearest) {
  auto sentence = "I know no setting " + name + where + ".";
  if (!nearest.empty()) sentence += " Did you mean " + nearest + "?";
  return {name, std::move(sentence)};
}

/// Whether an address may hold a password: `scheme://user:password@host`, or a parameter of that
/// name, as PostgreSQL takes both.
bool may_hold_password(std::string_view address) {
  return address.contains('@') || address.contains("password");
}

/// Why a row may not be set by this flag; nothing when it may.
std::optional<std::string> refused_flag(const SettingNames::Target& target,
                                        const CommandLine::Flag& flag) {
  const auto& row = *target.row;
  if (!flag.value && !row.is_switch) {
    return "--" + flag.name + " needs a value. Give " + row.wanted(row.bounds()) + ".";
  }
  const bool secret = row.secrecy == Secrecy::whole || (row.secrecy == Secrecy::partly &&
                                                        may_hold_password(flag.value.value_or("")));
  if (secret && !target.file) {
    return std::string(row.key) +
           " cannot be a flag, since everyone on the machine can read a command line. Set " +
           row.variable() + " or " + row.variable() + "_FILE.";
  }
  return std::nullopt;
}

}  // namespace

CommandLine parse_flags(std::span<const std::string> arguments) {
  CommandLine line;
  bool only_words = false;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const auto& argument = arguments[i];
    if (only_words || !argument.starts_with("--")) {
      line.words.push_back(argument);
    } else if (argument == "--") {
      only_words = true;
    } else if (const auto equals = argument.find('='); equals != std::string::npos) {
      line.flags.push_back({argument.substr(2, equals - 2), argument.substr(equals + 1)});
    } else if (i + 1 < arguments.size() && !arguments[i + 1].starts_with("--")) {
      line.flags.push_back({argument.substr(2), arguments[++i]});
    } else {
      line.flags.push_back({argument.substr(2), std::nullopt});
    }
  }
  return line;
}

Environment read_environment() {
  Environment environment;
  for (char** entry = ::environ; entry != nullptr && *entry != nullptr; ++entry) {
    const std::string_view text(*entry);
    const auto equals = text.find('=');
    if (equals == std::string_view::npos) continue;
    environment.emplace_back(text.substr(0, equals), text.substr(equals + 1));
  }
  return environment;
}

GivenSettings given_by_flags(std::span<const CommandLine::Flag> flags, const SettingNames& names) {
  GivenSettings result;
  for (const auto& flag : flags) {
    const auto* target = names.by_key(flag.name);
    if (target == nullptr) {
      auto near = names.nearest_key(flag.name);
      if (!near.empty()) near.insert(0, "--");
      result.faults.push_back(unknown_name(quote("--" + flag.name), "", near));
    } else if (auto refused = refused_flag(*target, flag)) {
      result.faults.push_back({flag.name, std::move(*refused)});
    } else {
      result.given.push_back({*target, flag.value.value_or("on"), "flag --" + flag.name});
    }
  }
  return result;
}

GivenSettings given_by_environment(const Environment& environment, const SettingNames& names) {
  GivenSettings result;
  for (const auto& [name, value] : environment) {
    const auto* target = names.by_variable(name);
    if (target == nullptr && name.starts_with("TAPEDECK_")) {
      result.faults.push_back(
          unknown_name(quote(name), " (environment)", names.nearest_variable(name)));
    } else if (target != nullptr && !value.empty()) {
      result.given.push_back({*target, value, "environment " + name});
    }
  }
  return result;
}

}  // namespace tapedeck::runtime
