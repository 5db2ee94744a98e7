#include "base/nearest.hpp"
#include "runtime/settings_sources.hpp"

#include <algorithm>
#include <ranges>

namespace tapedeck::runtime {
namespace {

constexpr std::size_t longest_name = 100;  // what is longer is no slip, and dear to compare

std::string made_variable(std::string_view key) {
  std::string name = "TAPEDECK_";
  for (const char c : key) {
    const bool letter = c >= 'a' && c <= 'z';
    name += c == '.' ? '_' : letter ? static_cast<char>(c - 32) : c;
  }
  return name;
}

template <class Map>
std::vector<std::string_view> names_of(const Map& map) {
  std::vector<std::string_view> names;
  for (const auto& [name, target] : map)
    names.push_back(name);
  return names;
}

}  // namespace

std::string SettingRow::variable() const {
  return options.variable.empty() ? made_variable(key) : std::string(options.variable);
}

SettingNames::SettingNames(std::span<const SettingGroup> groups) {
  for (const auto& group : groups) {
    for (const auto* row : group.rows()) {
      keys_[std::string(row->key)] = {row, false};
      variables_[row->variable()] = {row, false};
      if (!row->options.variable.empty()) renamed_[made_variable(row->key)] = row->variable();
      if (!row->may_be_in_file()) continue;
      keys_[std::string(row->key) + "_file"] = {row, true};
      variables_[row->variable() + "_FILE"] = {row, true};
    }
  }
}

const SettingNames::Target* SettingNames::by_key(std::string_view key) const {
  const auto found = keys_.find(key);
  return found == keys_.end() ? nullptr : &found->second;
}

const SettingNames::Target* SettingNames::by_variable(std::string_view name) const {
  const auto found = variables_.find(name);
  return found == variables_.end() ? nullptr : &found->second;
}

bool SettingNames::has_table(std::string_view table) const {
  const auto next = keys_.lower_bound(std::string(table) + '.');
  return next != keys_.end() && next->first.starts_with(std::string(table) + '.');
}

std::string SettingNames::nearest_key(std::string_view key) const {
  if (key.size() > longest_name) return {};
  return std::string(nearest(key, names_of(keys_)));
}

std::string SettingNames::nearest_variable(std::string_view name) const {
  if (name.size() > longest_name) return {};
  auto candidates = names_of(variables_);
  std::ranges::copy(names_of(renamed_), std::back_inserter(candidates));
  const auto found = nearest(name, candidates);
  const auto renamed = renamed_.find(found);
  return renamed == renamed_.end() ? std::string(found) : renamed->second;
}

}  // namespace tapedeck::runtime
