#include "gateway/http/overview.hpp"

#include "gateway/http/forwarding.hpp"
#include "http/openapi.hpp"
#include "json/decode.hpp"
#include "json/encode.hpp"
#include "json/schema.hpp"
#include "messages/health.hpp"
#include "runtime/version.hpp"

#include <array>
#include <utility>

namespace tapedeck::gateway {
namespace {

using http::Access;
using http::Request;
using http::Response;
using http::Verb;

/// 200 the counts of every service that answers · 401 nobody is signed in
Task<Result<Response>> statistics(Overview& overview, Request request) {
  messages::AllStatistics all;
  auto own = co_await overview.own.count(request.deadline());
  if (!own) co_return failure(own);
  messages::Statistics gateway;
  gateway.service = "gateway";
  gateway.counts = std::move(*own);
  all.services.push_back(std::move(gateway));

  auto replies =
      co_await overview.neighbours.ask_all("/stats", request.caller().user, request.deadline());
  for (auto& reply : replies) {
    auto counts = reply.text ? json::decode<messages::Statistics>(*reply.text)
                             : Result<messages::Statistics>(fail(Errc::unavailable, "No answer."));
    if (counts) {
      all.services.push_back(std::move(*counts));
    } else {
      all.unreachable.push_back(std::move(reply.name));
    }
  }
  co_return http::json(json::encode(all)).never_kept();
}

// clang-format off
constexpr auto overview_rows = std::to_array<http::Route<Overview>>({
    {Verb::get, "/stats", Access::user, statistics,
     {.summary = "How much there is of what the services keep",
      .answer = json::schema_of<messages::AllStatistics>}},
});
// clang-format on

}  // namespace

std::span<const http::Route<Overview>> overview_routes() { return overview_rows; }

Task<Result<std::string>> MergedDocument::document(Deadline deadline) {
  if (whole_ && clock_.ticks() < fresh_until_) co_return *whole_;
  auto own = co_await own_.document(deadline);
  if (!own) co_return failure(own);
  std::vector<http::ServiceDocument> documents;
  documents.push_back({"gateway", std::move(*own)});
  auto replies = co_await neighbours_.ask_all("/openapi.json", std::nullopt, deadline);
  for (auto& reply : replies) {
    if (reply.text) documents.push_back({std::move(reply.name), std::move(*reply.text)});
  }
  const bool all = documents.size() == replies.size() + 1;
  const http::ApiInfo info{"Tapedeck", std::string(runtime::version),
                           "Everything that Tapedeck's services can be asked."};
  auto merged = http::merged_openapi_document(info, documents, forwarded_paths());
  if (merged && all) {
    whole_ = *merged;
    fresh_until_ = clock_.ticks() + fresh_for;
  }
  co_return merged;
}

}  // namespace tapedeck::gateway
