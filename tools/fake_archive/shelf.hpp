#pragma once

#include "async/event.hpp"
#include "async/pool.hpp"
#include "async/task.hpp"
#include "base/result.hpp"
#include "fake_archive/catalogue.hpp"
#include "fake_archive/pressing.hpp"

#include <cstdint>
#include <list>
#include <map>
#include <memory>
#include <string>

namespace tapedeck::fake_archive {

/// An item with its bytes; shared by the shelf and the answers that are sending them, which may
/// outlast its place on the shelf.
using PressedCopy = std::shared_ptr<const PressedItem>;

/// The pressed items at hand. An item is pressed when it is first asked for, on the pool, once for
/// all who ask; the last sixteen are kept, and the others pressed again when they are wanted.
/// Lives on one loop; not thread-safe.
class Shelf {
 public:
  /// All outlive the shelf.
  Shelf(async::Executor executor, const Catalogue& catalogue, async::Pool& compute);

  /// Errors: `not_found`, `unavailable` when the pool is full.
  Task<Result<PressedCopy>> item(std::string identifier);

  /// From now on the item is one whose uploader has replaced the originals.
  void replace(const std::string& identifier);

 private:
  struct Place {
    std::string identifier;
    unsigned revision = 0;
    PressedCopy pressed;  ///< Null while it is being pressed.
  };

  [[nodiscard]] std::list<Place>::iterator find(const std::string& identifier, unsigned revision);
  void make_room();

  const Catalogue& catalogue_;
  async::Pool& compute_;
  async::Event pressed_;
  std::map<std::string, unsigned> revisions_;
  std::list<Place> places_;  ///< The one asked for last is the first.
};

}  // namespace tapedeck::fake_archive
