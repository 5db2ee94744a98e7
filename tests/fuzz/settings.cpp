// Any bytes as settings: a file in TOML, then lines of a command line, then lines of an
// environment, with a line of three hyphens between them.

#include "base/ensure.hpp"
#include "base/utf8.hpp"
#include "runtime/settings_sources.hpp"
#include "unit/runtime/settings_table.hpp"

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace tapedeck;
using namespace tapedeck::runtime;

/// Takes what stands before `separator` off the front of `text`.
std::string_view take_until(std::string_view& text, std::string_view separator) {
  const auto at = std::min(text.find(separator), text.size());
  const auto front = text.substr(0, at);
  text.remove_prefix(std::min(at + separator.size(), text.size()));
  return front;
}

/// The sentences can be printed: text without control characters.
void check_faults(const GivenSettings& found) {
  for (const auto& fault : found.faults) {
    ensure(is_utf8(fault.message), "a refusal is well-formed text");
    const bool one_line = std::ranges::none_of(
        fault.message, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
    ensure(one_line, "a refusal is one line");
    ensure(fault.message.ends_with('.') || fault.message.ends_with('?'), "and a sentence");
  }
}

/// A value that is taken is shown as what would be taken again.
void check_values(test::SampleRun& run, const GivenSettings& found) {
  for (const auto& given : found.given) {
    const auto& row = *given.target.row;
    const auto advice = row.set(&run.settings, given.text, row.bounds());
    ensure(!advice || advice->starts_with("Give "), "the advice says what to do");
    if (advice || row.secrecy != Secrecy::none) continue;
    const auto shown = row.show(&run.settings);
    ensure(!row.set(&run.settings, shown, row.bounds()), "what is shown can be given");
    ensure(row.show(&run.settings) == shown, "and is shown the same again");
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): libFuzzer gives bytes
  std::string_view text(reinterpret_cast<const char*>(data), size);
  test::SampleRun run;
  const auto groups = run.groups();
  const SettingNames names(groups);

  const auto toml = take_until(text, "---\n");
  auto flag_lines = take_until(text, "---\n");
  std::vector<std::string> arguments;
  while (!flag_lines.empty())
    arguments.emplace_back(take_until(flag_lines, "\n"));
  Environment environment;
  while (!text.empty()) {
    auto line = take_until(text, "\n");
    const auto name = take_until(line, "=");
    environment.emplace_back(name, line);
  }

  for (const auto& found :
       {given_by_toml(toml, "t.toml", names), given_by_flags(parse_flags(arguments).flags, names),
        given_by_environment(environment, names)}) {
    check_faults(found);
    check_values(run, found);
  }
  return 0;
}
