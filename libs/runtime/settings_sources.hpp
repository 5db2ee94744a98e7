#pragma once

#include "base/result.hpp"
#include "runtime/settings.hpp"

#include <cstddef>
#include <expected>
#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tapedeck::runtime {

/// What read_settings() itself has to know.
struct ConfigSettings {
  std::filesystem::path config = "tapedeck.toml";
};

/// The group of its one row.
[[nodiscard]] SettingGroup config_group(ConfigSettings& settings);

/// The names that rows answer to.
class SettingNames {
 public:
  /// What a name stands for.
  struct Target {
    const SettingRow* row = nullptr;
    bool file = false;  ///< The path of a file that holds the value, not the value.
  };

  explicit SettingNames(std::span<const SettingGroup> groups);

  /// Null when no row has that key or variable.
  [[nodiscard]] const Target* by_key(std::string_view key) const;
  [[nodiscard]] const Target* by_variable(std::string_view name) const;

  /// Whether some key begins with `table` and a dot.
  [[nodiscard]] bool has_table(std::string_view table) const;

  /// The known name that was most likely meant; empty when none is near.
  [[nodiscard]] std::string nearest_key(std::string_view key) const;
  [[nodiscard]] std::string nearest_variable(std::string_view name) const;

 private:
  std::map<std::string, Target, std::less<>> keys_;
  std::map<std::string, Target, std::less<>> variables_;
  std::map<std::string, std::string, std::less<>> renamed_;  ///< TAPEDECK_LOG_LEVEL: LOG_LEVEL
};

/// A value that somebody gave to a row.
struct GivenSetting {
  SettingNames::Target target;
  std::string text;
  std::string origin;
};

/// What one source gives, and what is wrong with it.
struct GivenSettings {
  std::vector<GivenSetting> given;
  std::vector<FieldError> faults;
};

[[nodiscard]] GivenSettings given_by_flags(std::span<const CommandLine::Flag> flags,
                                           const SettingNames& names);
[[nodiscard]] GivenSettings given_by_environment(const Environment& environment,
                                                 const SettingNames& names);

/// `name` is the file's, for the sentences.
[[nodiscard]] GivenSettings given_by_toml(std::string_view text, const std::string& name,
                                          const SettingNames& names);

/// Reads a plain file of at most `most_bytes`; else says why it cannot: "there is no such file".
[[nodiscard]] std::expected<std::string, std::string> read_small_file(
    const std::filesystem::path& path, std::size_t most_bytes);

/// `text` fit for a sentence on a terminal: cut, and `?` for what is not printable ASCII.
[[nodiscard]] std::string printable(std::string_view text);

/// The same in quotes.
[[nodiscard]] std::string quote(std::string_view text);

}  // namespace tapedeck::runtime
