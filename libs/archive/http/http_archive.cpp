#include "archive/http/http_archive.hpp"

#include "archive/client.hpp"
#include "archive/http/curl_thread.hpp"
#include "archive/http/curl_wire.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace tapedeck::archive {
namespace {

Places checked_places(const HttpSettings& settings) {
  Places places(settings.base_url, settings.allow_loopback);
  const auto allowed = places.check(settings.base_url);
  if (!allowed || settings.base_url.ends_with('/')) {
    throw std::invalid_argument(
        "The Archive's address must be https://…, without a slash at its "
        "end; http only for this machine, where that is allowed.");
  }
  return places;
}

}  // namespace

std::string make_user_agent(std::string_view version, std::string_view contact) {
  constexpr std::size_t most_bytes = 200;
  const bool printable = std::ranges::all_of(
      contact, [](char c) { return c >= 0x20 && c < 0x7F && c != '(' && c != ')' && c != '\\'; });
  if (!printable || contact.size() > most_bytes) {
    throw std::invalid_argument(
        "The contact for the Archive must be a web or mail address of at "
        "most 200 plain characters.");
  }
  std::string name = "Tapedeck/" + std::string(version);
  if (!contact.empty()) name += " (+" + std::string(contact) + ")";
  return name;
}

struct HttpArchive::Parts {
  Parts(const HttpSettings& settings, Limiter& limiter, Clock& clock, async::Pool& compute)
      : thread(checked_places(settings), settings.user_agent, settings.connect),
        wire(thread),
        client(wire, limiter, clock, compute) {}

  CurlThread thread;
  CurlWire wire;
  Client client;
};

HttpArchive::HttpArchive(const HttpSettings& settings, Limiter& limiter, Clock& clock,
                         async::Pool& compute)
    : parts_(std::make_unique<Parts>(settings, limiter, clock, compute)) {}

HttpArchive::~HttpArchive() = default;

Task<Result<SearchPage>> HttpArchive::search(SearchQuery query, Deadline deadline) {
  return parts_->client.search(std::move(query), deadline);
}

Task<Result<ScrapePage>> HttpArchive::scrape(ScrapeQuery query, Deadline deadline) {
  return parts_->client.scrape(std::move(query), deadline);
}

Task<Result<Item>> HttpArchive::item(ItemIdentifier name, Deadline deadline) {
  return parts_->client.item(std::move(name), deadline);
}

Task<Result<Picture>> HttpArchive::picture(ItemIdentifier name, Deadline deadline) {
  return parts_->client.picture(std::move(name), deadline);
}

Task<Result<Fetched>> HttpArchive::fetch(FetchRequest request, Sink& sink, Patience patience) {
  return parts_->client.fetch(std::move(request), sink, patience);
}

}  // namespace tapedeck::archive
