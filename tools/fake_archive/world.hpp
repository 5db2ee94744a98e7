#pragma once

#include "async/clock.hpp"
#include "async/pool.hpp"
#include "fake_archive/catalogue.hpp"
#include "fake_archive/faults.hpp"
#include "fake_archive/golden.hpp"
#include "fake_archive/journal.hpp"
#include "fake_archive/shelf.hpp"

#include <cstdint>
#include <string>

namespace tapedeck::fake_archive {

/// What the two hosts share: everything that is known, and everything that has happened. Its parts
/// outlive it.
struct World {
  async::Executor executor;
  Clock& clock;
  async::Pool& compute;
  const Catalogue& catalogue;
  const Golden& golden;
  Shelf& shelf;
  Faults& faults;
  Journal& journal;
  std::string node_host;        ///< How clients reach the node: "127.0.0.1".
  std::uint16_t node_port = 0;  ///< Known once it listens.
};

}  // namespace tapedeck::fake_archive
