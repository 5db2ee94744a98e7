// One program for everything: its first argument says what to do.

#include "verbs.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <exception>
#include <string>
#include <vector>

namespace {

using namespace tapedeck;

constexpr int usage_error = 64;  // EX_USAGE of sysexits.h

// clang-format off
constexpr auto verbs = std::to_array<app::Verb>({
    {"serve",    "[--only SERVICE]... [SETTINGS]",     "Serve until told to stop",                           app::serve},
    {"migrate",  "[SETTINGS]",                         "Bring the tables up to date, and end",               app::migrate},
    {"user",     "add NAME --email ADDRESS [--admin]", "Add an account; its password from standard input",   app::user},
    {"settings", "[SETTINGS]",                         "Show every setting, and where its value comes from", app::settings},
    {"print",    "api|settings|data-model|openapi",    "Print a document made from the program",             app::print},
    {"worker",   "media <FILE",                        "Look at one sound file for a service, with few rights", app::worker},
    {"version",  "",                                   "Show the version",                                   app::version},
});
// clang-format on

void show_usage(std::FILE* to) {
  std::fputs("Usage: tapedeck VERB [...]\n\n", to);
  for (const auto& verb : verbs) {
    std::fprintf(to, "  %-9s %-36s %s\n", verb.name.data(), verb.usage.data(), verb.summary.data());
  }
  std::fputs("\nA setting is given as --name value; docs/settings.md lists them.\n", to);
}

}  // namespace

int main(int argc, char** argv) {
  std::vector<std::string> arguments(argv + 1, argv + argc);
  if (arguments.empty() || arguments[0] == "--help" || arguments[0] == "help") {
    show_usage(arguments.empty() ? stderr : stdout);
    return arguments.empty() ? usage_error : 0;
  }
  const auto verb = std::ranges::find(verbs, arguments[0], &app::Verb::name);
  if (verb == verbs.end()) {
    std::fprintf(stderr, "There is no verb \"%s\".\n\n", arguments[0].c_str());
    show_usage(stderr);
    return usage_error;
  }
  arguments.erase(arguments.begin());
  try {
    return verb->run(runtime::parse_flags(arguments));
  } catch (const std::exception& bug) {
    std::fprintf(stderr, "Tapedeck met a bug of its own: %s\n", bug.what());
    return 1;
  }
}
