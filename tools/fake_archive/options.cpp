#include "fake_archive/options.hpp"

#include <CLI/CLI.hpp>

#include <cstdio>
#include <string>
#include <vector>

namespace tapedeck::fake_archive {

namespace {

/// The command line, read but not acted on.
struct Options {
  Ports ports{8100, 8101, 8102};
  std::string address = "127.0.0.1";
  std::string catalogue = FAKE_ARCHIVE_CATALOGUE;
  std::string items;
  std::string golden;
  std::vector<std::string> faults;
  bool print_faults = false;
};

void declare(CLI::App& app, Options& options) {
  app.add_option("--port", options.ports.archive, "archive.org's port; 0 takes a free one");
  app.add_option("--node-port", options.ports.node, "the storage node's port");
  app.add_option("--control-port", options.ports.control, "the port for faults and the log");
  app.add_option("--address", options.address, "the address to listen on");
  app.add_option("--catalogue", options.catalogue, "a folder of catalogue files");
  app.add_option("--items", options.items, "a folder of recorded items, in place of a catalogue");
  app.add_option("--golden", options.golden, "a folder of recorded answers to give byte for byte");
  app.add_option("--fault", options.faults, "a fault in force from the beginning; repeatable")
      ->take_all();
  app.add_flag("--print-faults", options.print_faults, "print the table of fault words and end");
}

Result<Setup> setup_of(const Options& options) {
  Setup setup;
  setup.address = options.address;
  setup.ports = options.ports;
  for (const auto& line : options.faults) {
    auto fault = parse_fault(line);
    if (!fault) return failure(fault);
    setup.faults.push_back(std::move(*fault));
  }
  if (!options.golden.empty()) {
    auto golden = Golden::open(options.golden);
    if (!golden) return failure(golden);
    setup.golden = std::move(*golden);
    return setup;
  }
  auto catalogue = options.items.empty() ? Catalogue::open(options.catalogue)
                                         : Catalogue::open_recorded(options.items);
  if (!catalogue) return failure(catalogue);
  setup.catalogue = std::move(*catalogue);
  return setup;
}

}  // namespace

Result<std::optional<Setup>> read_options(int argc, char** argv) {
  Options options;
  CLI::App app("A stand-in for archive.org, to test and to show Tapedeck without a network.");
  declare(app, options);
  try {
    app.parse(argc, argv);
  } catch (const CLI::CallForHelp&) {
    std::fputs(app.help().c_str(), stdout);
    return std::nullopt;
  } catch (const CLI::ParseError& error) {
    return fail(Errc::invalid, error.what());
  }
  if (options.print_faults) {
    std::fputs(fault_table().c_str(), stdout);
    return std::nullopt;
  }
  auto setup = setup_of(options);
  if (!setup) return failure(setup);
  return std::move(*setup);
}

}  // namespace tapedeck::fake_archive
