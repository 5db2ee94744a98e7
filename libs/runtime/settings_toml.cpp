#include "base/utf8.hpp"
#include "runtime/settings_sources.hpp"

#include <toml++/toml.h>

#include <algorithm>

namespace tapedeck::runtime {
namespace {

// A key or an array may lie this deep, counted in the brackets, braces and dots of one line; the
// parser goes as deep as its input and would run out of stack on a line of a million dots.
constexpr std::ptrdiff_t deepest = 64;
constexpr std::size_t longest_line = 8'192;

std::string where(const std::string& file, const toml::source_region& source) {
  return file + ", line " + std::to_string(source.begin.line);
}

/// The value as the other sources would spell it; nothing for what no setting can be.
std::optional<std::string> plain_text(const toml::node& node) {
  if (const auto* text = node.as_string()) return text->get();
  if (const auto* number = node.as_integer()) return std::to_string(number->get());
  if (const auto* flag = node.as_boolean()) return flag->get() ? "on" : "off";
  return std::nullopt;
}

/// Walks the tables and lists what they hold.
struct Reader {
  const std::string& file;
  const SettingNames& names;
  GivenSettings result;

  void read(const toml::table& table, const std::string& prefix) {
    for (const auto& [name, node] : table) {
      const auto key = prefix + std::string(name.str());
      const auto* inner = node.as_table();
      const bool a_table = inner != nullptr && names.by_key(key) == nullptr;
      if (!a_table) {
        read_value(node, key);
      } else if (inner->empty() && !names.has_table(key)) {
        refuse_unknown(key, node);
      } else {
        read(*inner, key + '.');
      }
    }
  }

  void read_value(const toml::node& node, const std::string& key) {
    const auto* target = names.by_key(key);
    if (target == nullptr) return refuse_unknown(key, node);
    const auto origin = where(file, node.source());
    auto text = plain_text(node);
    if (!text) {
      const auto wanted = target->row->wanted(target->row->bounds());
      result.faults.push_back(
          {key, key + " (" + origin + ") is of a kind no setting has. Give " + wanted + "."});
      return;
    }
    result.given.push_back({*target, std::move(*text), origin});
  }

  void refuse_unknown(const std::string& key, const toml::node& node) {
    auto sentence = "I know no setting " + quote(key) + " (" + where(file, node.source()) + ").";
    const auto near = names.nearest_key(key);
    if (!near.empty()) sentence += " Did you mean " + quote(near) + "?";
    result.faults.push_back({key, std::move(sentence)});
  }
};

/// What is wrong with a text that the parser had better not see; nothing when it may.
std::optional<std::string> refused_text(std::string_view text, const std::string& file) {
  if (!is_utf8(text)) return file + " is not in UTF-8. Save it as UTF-8.";
  std::size_t number = 0;
  while (!text.empty()) {
    ++number;
    const auto line = text.substr(0, text.find('\n'));
    const auto depth =
        std::ranges::count_if(line, [](char c) { return c == '.' || c == '[' || c == '{'; });
    if (line.size() > longest_line || depth > deepest) {
      return file + ", line " + std::to_string(number) +
             " is too long or too deep for a settings file. Shorten it.";
    }
    text.remove_prefix(std::min(line.size() + 1, text.size()));
  }
  return std::nullopt;
}

}  // namespace

GivenSettings given_by_toml(std::string_view text, const std::string& name,
                            const SettingNames& names) {
  Reader reader{name, names, {}};
  if (auto refused = refused_text(text, name)) {
    reader.result.faults.push_back({name, std::move(*refused)});
    return std::move(reader.result);
  }
  try {
    reader.read(toml::parse(text, std::string_view(name)), "");
  } catch (const toml::parse_error& error) {
    const auto what = printable(error.description());
    reader.result.faults.push_back({name, "I cannot read " + where(name, error.source()) + ": " +
                                              what + ". Correct that line."});
  }
  return std::move(reader.result);
}

}  // namespace tapedeck::runtime
