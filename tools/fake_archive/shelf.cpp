#include "fake_archive/shelf.hpp"

#include <algorithm>
#include <functional>
#include <iterator>

namespace tapedeck::fake_archive {

Shelf::Shelf(async::Executor executor, const Catalogue& catalogue, async::Pool& compute)
    : catalogue_(catalogue), compute_(compute), pressed_(executor) {}

std::list<Shelf::Place>::iterator Shelf::find(const std::string& identifier, unsigned revision) {
  return std::ranges::find_if(places_, [&](const Place& place) {
    return place.identifier == identifier && place.revision == revision;
  });
}

void Shelf::replace(const std::string& identifier) { ++revisions_[identifier]; }

void Shelf::make_room() {
  constexpr std::size_t kept = 16;  // some 300 MB of the longest items
  for (auto place = places_.end(); places_.size() > kept && place != places_.begin();) {
    --place;
    if (place->pressed) place = places_.erase(place);
  }
}

Task<Result<PressedCopy>> Shelf::item(std::string identifier) {
  const auto* const known = catalogue_.find(identifier);
  if (known == nullptr) co_return fail(Errc::not_found, "There is no such item.");
  const auto revision = revisions_[identifier];
  for (auto place = find(identifier, revision); place != places_.end();
       place = find(identifier, revision)) {
    if (place->pressed) {
      places_.splice(places_.begin(), places_, place);
      co_return place->pressed;
    }
    auto waited = co_await pressed_.wait();
    if (!waited) co_return failure(waited);
  }

  places_.push_front(Place{identifier, revision, nullptr});
  auto made = co_await compute_.run(&press, std::cref(*known), revision);
  const auto place = find(identifier, revision);
  pressed_.announce();
  if (!made) {
    places_.erase(place);
    co_return failure(made);
  }
  place->pressed = std::make_shared<const PressedItem>(std::move(*made));
  auto copy = place->pressed;
  make_room();
  co_return copy;
}

}  // namespace tapedeck::fake_archive
