#include "gateway/http/forwarding.hpp"

#include <array>
#include <chrono>
#include <memory>
#include <string>
#include <utility>
#include <variant>

namespace tapedeck::gateway {
namespace {

using http::Access;
using http::Request;
using http::Response;
using http::Verb;

/// A row its owner describes.
constexpr ForwardedRow lasting(std::string_view pattern) {
  return {.verb = Verb::get,
          .pattern = pattern,
          .access = Access::user,
          .owner = "download",
          .lasts = true};
}

// clang-format off
constexpr auto rows = std::to_array<ForwardedRow>({
    {Verb::get,  "/music/search",                   Access::catalogue, "browse", "/music", "/browse",
     SearchType::recordings, "Search the Archive's live music"},
    {Verb::get,  "/music/items/{identifier}",       Access::catalogue, "browse", "/music", "/browse",
     std::nullopt, "An item of the Archive and its files"},
    {Verb::get,  "/music/items/{identifier}/thumbnail", Access::catalogue, "browse", "/music", "/browse",
     std::nullopt, "The picture of an item"},
    {Verb::get,  "/music/directory/{identifier}",   Access::catalogue, "browse", "/music", "/browse",
     std::nullopt, "The files of an item, by folder"},

    {Verb::get,  "/browse/search",                  Access::catalogue, "browse"},
    {Verb::get,  "/browse/items/{identifier}",      Access::catalogue, "browse"},
    {Verb::get,  "/browse/items/{identifier}/thumbnail", Access::catalogue, "browse"},
    {Verb::get,  "/browse/directory/{identifier}",  Access::catalogue, "browse"},
    {Verb::get,  "/browse/cache/stats",             Access::catalogue, "browse"},
    {Verb::post, "/browse/cache/clear",             Access::admin,     "browse"},

    {Verb::get,  "/concerts",                       Access::catalogue, "aggregation"},
    {Verb::get,  "/concerts/recent",                Access::catalogue, "aggregation"},
    {Verb::get,  "/concerts/search",                Access::catalogue, "aggregation", "", "",
     SearchType::concerts},
    {Verb::get,  "/concerts/{concert_id}",          Access::catalogue, "aggregation"},

    {Verb::post, "/downloads",                      Access::user,      "download"},
    {Verb::get,  "/downloads",                      Access::user,      "download"},
    {Verb::del,  "/downloads",                      Access::user,      "download"},
    {Verb::patch, "/downloads",                     Access::user,      "download"},
    {Verb::post, "/downloads/actions",              Access::user,      "download"},
    {Verb::get,  "/downloads/groups",               Access::user,      "download"},
    {Verb::get,  "/downloads/names",                Access::user,      "download"},
    {Verb::get,  "/downloads/{download_id}",        Access::user,      "download"},
    {Verb::patch, "/downloads/{download_id}",       Access::user,      "download"},
    {Verb::del,  "/downloads/{download_id}",        Access::user,      "download"},
    {Verb::post, "/downloads/{download_id}/pause",  Access::user,      "download"},
    {Verb::post, "/downloads/{download_id}/resume", Access::user,      "download"},
    {Verb::post, "/downloads/{download_id}/retry",  Access::user,      "download"},
    lasting("/ws/downloads/{user_id}"),
    lasting("/events/downloads"),
    lasting("/tracks/{id}/stream"),
    {Verb::get,  "/tracks/{id}/slices",             Access::user,      "download"},
    {Verb::get,  "/tracks/{id}/peaks",              Access::user,      "download"},
    {Verb::get,  "/recordings/{identifier}/certificate", Access::user, "download"},
    // A file's name may hold slashes, and nothing can follow `{name...}`: its owner looks for the
    // `/stream` at the end.
    lasting("/recordings/{identifier}/files/{name...}"),
});
// clang-format on

http::RouteInfo info_of(const ForwardedRow& row) {
  return {row.verb, row.pattern, row.access, {.summary = row.summary}};
}

/// What `request` asks for, as the owner calls it. A ticket has done its work here.
std::string target_at_owner(const ForwardedRow& row, const Request& request) {
  const auto target = request.target();
  std::string wanted(row.there);
  // By its slash, since the word before it may be spelt with escapes.
  const auto rest = row.here.empty() ? 0 : request.path().find('/', 1);
  wanted += request.path().substr(rest);
  const bool by_ticket = request.wants_websocket() && request.parameter("ticket");
  const auto query = target.find('?');
  if (query != target.npos && !by_ticket) wanted += target.substr(query);
  return wanted;
}

/// A body that has one of its user's places while it is sent.
class PlacedBody final : public http::BodySource {
 public:
  PlacedBody(std::unique_ptr<http::BodySource> source, Places::Place place)
      : place_(std::move(place)), source_(std::move(source)) {}

  Task<Result<void>> send(http::BodyWriter& writer) override {
    co_return co_await source_->send(writer);
  }
  void stop() override { source_->stop(); }

 private:
  Places::Place place_;
  std::unique_ptr<http::BodySource> source_;
};

/// The same of a WebSocket.
class PlacedTakeover final : public http::Takeover {
 public:
  PlacedTakeover(std::unique_ptr<http::Takeover> takeover, Places::Place place)
      : place_(std::move(place)), takeover_(std::move(takeover)) {}

  std::optional<Response> refusal(const Request& request) override {
    return takeover_->refusal(request);
  }
  Task<void> run(http::detail::Handover& handover) override { co_await takeover_->run(handover); }
  void stop() override { takeover_->stop(); }

 private:
  Places::Place place_;
  std::unique_ptr<http::Takeover> takeover_;
};

/// Lets `answer` have the place until it has ended; one that is there whole has ended already.
void hold(Response& answer, Places::Place place) {
  if (auto* stream = std::get_if<Response::Stream>(&answer.body());
      stream != nullptr && stream->source) {
    stream->source = std::make_unique<PlacedBody>(std::move(stream->source), std::move(place));
  } else if (auto* takeover = std::get_if<std::unique_ptr<http::Takeover>>(&answer.body())) {
    *takeover = std::make_unique<PlacedTakeover>(std::move(*takeover), std::move(place));
  }
}

}  // namespace

std::span<const ForwardedRow> forwarded_rows() { return rows; }

std::vector<http::RouteInfo> forwarded_infos() {
  std::vector<http::RouteInfo> infos;
  for (const auto& row : rows)
    infos.push_back(info_of(row));
  return infos;
}

std::vector<http::SamePath> forwarded_paths() {
  std::vector<http::SamePath> paths;
  for (const auto& row : rows) {
    if (row.here.empty()) continue;
    auto there = std::string(row.there).append(row.pattern.substr(row.here.size()));
    paths.push_back({std::string(row.pattern), std::move(there)});
  }
  return paths;
}

void Forwarding::add_to(http::Router& routes) {
  for (const auto& row : rows) {
    auto& neighbour = neighbours_.named(row.owner);
    auto& owner = row.lasts ? neighbour.lasting() : neighbour.client();
    routes.add(info_of(row), [this, &owner, &row](Request request) {
      return row.lasts ? pass_on_lasting(owner, row, std::move(request))
                       : pass_on(owner, row, std::move(request));
    });
  }
}

Task<Result<Response>> Forwarding::pass_on(http::Client& owner, const ForwardedRow& row,
                                           Request request) {
  std::optional<Search> search;
  if (row.remembered) search = history_.search_of(request, *row.remembered);
  auto target = target_at_owner(row, request);
  auto answer = co_await owner.forward(std::move(request), std::move(target));
  if (answer && search) history_.watch(*answer, std::move(*search));
  co_return answer;
}

Task<Result<Response>> Forwarding::pass_on_lasting(http::Client& owner, const ForwardedRow& row,
                                                   Request request) {
  std::optional<Places::Place> taken;
  if (const auto& user = request.caller().user) {
    taken = lasting_.take(*user);
    if (!taken)
      co_return fail_until(Errc::rate_limited, "You have too much open at once; close some of it.",
                           std::chrono::seconds{1});
  }
  auto answer = co_await pass_on(owner, row, std::move(request));
  if (answer && taken) hold(*answer, *std::move(taken));
  co_return answer;
}

}  // namespace tapedeck::gateway
